import { Plus } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { currentActor } from "#app/_session/current-actor.ts";
import { currentSession } from "#app/_session/current-session.ts";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { NoPermission } from "#app/_ui/no-permission.tsx";
import { PageFrame } from "#app/_ui/page-frame.tsx";
import { PageHeader } from "#app/_ui/page-header.tsx";
import { can } from "#lib/accounts/actor.ts";
import { readOverview } from "#lib/reports/read-overview.ts";
import { AttentionList } from "./_overview/attention-list.tsx";
import { FirstSteps } from "./_overview/first-steps.tsx";
import { NextSend } from "./_overview/next-send.tsx";
import { RecentCampaigns } from "./_overview/recent-campaigns.tsx";
import { TrendSeries } from "./_overview/trend-series.tsx";

export const generateMetadata = async () => ({ title: (await getTranslations("navigation"))("overview") });

/** What needs me? A workspace that has sent nothing yet sees its first steps instead. */
const OverviewPage = async () => {
  const [actor, session, t] = await Promise.all([
    currentActor(),
    currentSession(),
    getTranslations("overview"),
  ]);
  if (!can(actor, "reports:read")) return <NoPermission />;
  const overview = await readOverview(actor);
  const mayAct = can(actor, "campaigns:send");
  const { attention, next, recent, trend, steps, timeZone } = overview;
  if (!steps.campaign) {
    return (
      <PageFrame>
        <PageHeader
          title={t("welcome", { name: session?.person.name ?? "" })}
          description={t("steps.description")}
        />
        <FirstSteps steps={steps} />
        {attention.length > 0 ? <AttentionList attention={attention} mayAct={mayAct} /> : null}
        {next ? <NextSend campaign={next} /> : null}
      </PageFrame>
    );
  }
  return (
    <PageFrame>
      <PageHeader
        title={t("title")}
        action={
          can(actor, "campaigns:write") ? (
            <LinkButton href="/campaigns/new">
              <Plus aria-hidden className="size-4" />
              {t("newCampaign")}
            </LinkButton>
          ) : undefined
        }
      />
      <AttentionList attention={attention} mayAct={mayAct} />
      {next ? <NextSend campaign={next} /> : null}
      <RecentCampaigns recent={recent} />
      <TrendSeries trend={trend} timeZone={timeZone} />
    </PageFrame>
  );
};

export default OverviewPage;
