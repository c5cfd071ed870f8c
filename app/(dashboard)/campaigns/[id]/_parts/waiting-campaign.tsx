import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { ActionButton } from "#app/_ui/action-button.tsx";
import { PageFrame } from "#app/_ui/page-frame.tsx";
import { PageHeader } from "#app/_ui/page-header.tsx";
import { Section } from "#app/_ui/section.tsx";
import { StateChip } from "#app/_ui/state-chip.tsx";
import { TimeStamp } from "#app/_ui/time-stamp.tsx";
import type { Actor } from "#lib/accounts/actor.ts";
import { reviewCampaign } from "#lib/checks/review-campaign.ts";
import type { CampaignDetail } from "#lib/progress/read-campaign.ts";
import { readSenders } from "#lib/senders/read-senders.ts";
import { unschedule } from "../../actions.ts";
import { AudienceSumTable } from "./audience-sum-table.tsx";
import { CheckList } from "./check-list.tsx";
import { InboxLine } from "./inbox-line.tsx";
import { PaceWords } from "./pace-words.tsx";
import { PauseNotice } from "./pause-notice.tsx";
import { SendNow } from "./send-now.tsx";

type WaitingCampaignProps = { actor: Actor; campaign: CampaignDetail; maySend: boolean };

/** A campaign that waits for its time or for a decision (or a draft, for someone who may only look). */
export const WaitingCampaign = async ({ actor, campaign, maySend }: WaitingCampaignProps) => {
  const [t, review, senders] = await Promise.all([
    getTranslations("campaigns.waiting"),
    reviewCampaign(actor, campaign.id),
    readSenders(actor),
  ]);
  const { draft, id, state } = campaign;
  const sender = senders.find((each) => each.id === draft.senderId) ?? null;
  const audience = review?.audience.audience ?? 0;
  const wanting =
    review?.checks.filter(({ verdict, key }) => verdict !== "ok" && key !== "schedule_past") ?? [];
  const waits = state === "scheduled" || state === "held";
  return (
    <PageFrame>
      <PageHeader
        title={draft.name}
        status={<StateChip kind="campaign" state={state} />}
        action={
          maySend && waits ? (
            <>
              <ActionButton action={unschedule} input={{ id }}>
                {t("edit")}
              </ActionButton>
              <SendNow
                id={id}
                audience={audience}
                isReady={review?.isReady ?? false}
                isPrimary={state === "held"}
              />
            </>
          ) : undefined
        }
      />
      {state === "held" && campaign.pauseReason ? (
        <PauseNotice reason={campaign.pauseReason} mayAct={maySend} />
      ) : null}
      {wanting.length > 0 ? (
        <Section title={t("checks")}>
          <CheckList checks={wanting} />
        </Section>
      ) : null}
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <Section title={t("summary")}>
          <dl className="flex flex-col gap-4">
            {draft.scheduledAt ? (
              <Fact label={state === "held" ? t("wasPlanned") : t("planned")}>
                <TimeStamp at={draft.scheduledAt} timeZone={draft.timeZone} />
              </Fact>
            ) : null}
            <PaceWords draft={draft} audience={audience} fact={t("pace")} />
            <Fact label={t("sender")}>{sender ? `${sender.name} <${sender.email}>` : <Missing />}</Fact>
            <Fact label={t("server")}>
              {sender === null ? (
                <Missing />
              ) : sender.sharesServers ? (
                t("servers", { server: sender.sendingServer.name })
              ) : (
                sender.sendingServer.name
              )}
            </Fact>
          </dl>
          <InboxLine sender={sender?.name ?? null} subject={draft.subject} preheader={draft.preheader} />
        </Section>
        <Section title={t("audience")} description={t("audienceHelp")}>
          <AudienceSumTable
            id={id}
            chosen={{ includeListIds: draft.includeListIds, excludeListIds: draft.excludeListIds }}
            sum={review?.audience}
          />
        </Section>
      </div>
    </PageFrame>
  );
};

const Fact = ({ label, children }: { label: string; children: React.ReactNode }) => (
  <div className="flex flex-col gap-0.5">
    <dt className="text-xs text-muted">{label}</dt>
    <dd className="wrap-anywhere">{children}</dd>
  </div>
);

const Missing = () => {
  const t = useTranslations("campaigns.waiting");
  return <span className="text-muted">{t("missing")}</span>;
};
