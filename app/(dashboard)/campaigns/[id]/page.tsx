import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { z } from "zod";
import { DecisionHistory } from "#app/_decisions/decision-history.tsx";
import { DomainQuestions } from "#app/_decisions/domain-questions.tsx";
import type { Locale } from "#app/_i18n/locale.ts";
import { currentActor } from "#app/_session/current-actor.ts";
import { currentSession } from "#app/_session/current-session.ts";
import { PageFrame } from "#app/_ui/page-frame.tsx";
import type { Actor } from "#lib/accounts/actor.ts";
import { can } from "#lib/accounts/actor.ts";
import { readMergeFields } from "#lib/content/read-merge-fields.ts";
import { readStarters } from "#lib/content/read-starters.ts";
import { readTemplates } from "#lib/content/read-templates.ts";
import { readDoubts } from "#lib/decisions/read-doubts.ts";
import { readLastReplies } from "#lib/delivery/read-last-replies.ts";
import { readSendingLines } from "#lib/delivery/read-sending-lines.ts";
import { hasLaunched } from "#lib/drafts/campaign-state.ts";
import { readProviderHolds } from "#lib/holds/read-provider-holds.ts";
import { readLists } from "#lib/lists/read-lists.ts";
import { type CampaignDetail, readCampaign } from "#lib/progress/read-campaign.ts";
import { readCampaignProgress } from "#lib/progress/read-campaign-progress.ts";
import { readSenders } from "#lib/senders/read-senders.ts";
import { Composer } from "./_parts/composer.tsx";
import { isComposerStep } from "./_parts/composer-step.ts";
import { LiveCampaign } from "./_parts/live-campaign.tsx";
import { WaitingCampaign } from "./_parts/waiting-campaign.tsx";

type PageProps = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** One address for a campaign's whole life: it is written, it waits, it is sent. */
const CampaignPage = async ({ params, searchParams }: PageProps) => {
  const [actor, { id }, { step }] = await Promise.all([currentActor(), params, searchParams]);
  const campaign = z.uuid().safeParse(id).success ? await readCampaign(actor, id) : null;
  if (campaign === null) notFound();
  const maySend = can(actor, "campaigns:send");

  if (hasLaunched(campaign.state)) {
    const [progress, replies, doubts, lines, holds] = await Promise.all([
      readCampaignProgress(actor, id),
      readLastReplies(actor, id),
      readDoubts(actor, id),
      readSendingLines(actor, id),
      readProviderHolds(actor, id),
    ]);
    if (progress === null) notFound();
    return (
      <PageFrame>
        <LiveCampaign
          id={id}
          name={campaign.draft.name}
          first={{ ...progress, replies, doubts, lines, holds }}
          maySend={maySend}
          questions={<DomainQuestions actor={actor} campaignId={id} />}
          history={<DecisionHistory actor={actor} campaignId={id} />}
        />
      </PageFrame>
    );
  }
  if (campaign.state !== "draft" || !can(actor, "campaigns:write")) {
    return <WaitingCampaign actor={actor} campaign={campaign} maySend={maySend} />;
  }
  return <ComposerPage actor={actor} campaign={campaign} step={isComposerStep(step) ? step : "audience"} />;
};

export default CampaignPage;

export const generateMetadata = async ({ params }: Pick<PageProps, "params">) => {
  const [actor, { id }] = await Promise.all([currentActor(), params]);
  const campaign = z.uuid().safeParse(id).success ? await readCampaign(actor, id) : null;
  return { title: campaign?.draft.name };
};

type ComposerPageProps = {
  actor: Actor;
  campaign: CampaignDetail;
  step: Parameters<typeof Composer>[0]["firstStep"];
};

const ComposerPage = async ({ actor, campaign, step }: ComposerPageProps) => {
  const locale = (await getLocale()) as Locale;
  const [lists, senders, { templates }, starters, mergeFields, session, t, waiting] = await Promise.all([
    readLists(actor),
    readSenders(actor),
    readTemplates(actor),
    readStarters(actor, locale),
    readMergeFields(actor),
    currentSession(),
    getTranslations("content.starter"),
    getTranslations("campaigns.waiting"),
  ]);
  return (
    <PageFrame wide>
      <Composer
        id={campaign.id}
        first={campaign.draft}
        firstStep={step}
        lists={lists
          .filter(({ archived }) => !archived)
          .map((list) => ({ id: list.id, name: list.name, people: list.subscribed }))}
        senders={senders.map(({ id, name, email, replyTo, sendingServer, sharesServers }) => ({
          id,
          name,
          email,
          replyTo,
          server: sharesServers ? waiting("servers", { server: sendingServer.name }) : sendingServer.name,
          isSandbox: sendingServer.kind === "sandbox",
        }))}
        templates={templates.map(({ id, name, html }) => ({ id, name, html }))}
        starters={starters.map((each) => ({ ...each, name: t(`${each.starter}.name`) }))}
        mergeFields={mergeFields}
        timeZones={[
          ...new Set(["UTC", campaign.draft.timeZone, ...Intl.supportedValuesOf("timeZone")]),
        ].sort()}
        ownAddress={session?.person.email ?? ""}
      />
    </PageFrame>
  );
};
