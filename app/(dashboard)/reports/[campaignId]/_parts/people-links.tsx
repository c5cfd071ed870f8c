import { getTranslations } from "next-intl/server";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { Section } from "#app/_ui/section.tsx";
import type { CampaignReport } from "#lib/reports/campaign-report.ts";
import { deeds } from "#lib/reports/people-filter.ts";

/** The ways into the table of people. */
export const PeopleLinks = async ({ report }: { report: CampaignReport }) => {
  const t = await getTranslations("reports");
  const path = `/campaigns/${report.campaign.id}/people`;
  return (
    <Section title={t("people.title")} description={t("people.description")}>
      <div className="flex flex-wrap gap-2">
        <LinkButton href={path}>{t("people.everyone", { count: report.audience })}</LinkButton>
        {deeds.map((deed) => (
          <LinkButton key={deed} href={`${path}?did=${deed}`} variant="secondary">
            {t(`deed.${deed}`)}
          </LinkButton>
        ))}
      </div>
    </Section>
  );
};
