import { getFormatter, getTranslations } from "next-intl/server";
import { StatCard } from "#app/_ui/stat-card.tsx";
import type { CampaignReport } from "#lib/reports/campaign-report.ts";
import { type Rate, readRate } from "#lib/reports/rate.ts";

/** The five figures that a campaign is judged by, each with its base and how sure it is. */
export const Outcomes = async ({ report }: { report: CampaignReport }) => {
  const [t, format] = await Promise.all([getTranslations("reports.outcomes"), getFormatter()]);
  const { campaign, books, audience, opens, clicks, hiddenByApple, unsubscribed, complained } = report;
  const people = (filter: string) => `/campaigns/${campaign.id}/people?${filter}`;
  const accepted = readRate(books.accepted, audience);
  const opened = readRate(opens.people, books.accepted);
  return (
    <div className="grid grid-cols-2 gap-3 md:gap-4 lg:grid-cols-5">
      <RateCard
        label={t("accepted")}
        rate={accepted}
        of={t("ofAudience", { base: accepted.base })}
        href={people("state=accepted")}
      />
      {campaign.trackOpens ? (
        <RateCard
          label={t("opened")}
          rate={opened}
          of={t("ofAccepted", { base: opened.base })}
          note={
            hiddenByApple > 0
              ? t("withoutApple", {
                  rate: oneDecimal(format, readRate(opens.people, books.accepted - hiddenByApple).value),
                  hidden: hiddenByApple,
                })
              : undefined
          }
          href={people("did=opened")}
        />
      ) : (
        <StatCard label={t("opened")} value={t("notTracked")} unclear={t("opensOff")} />
      )}
      {campaign.trackClicks ? (
        <RateCard
          label={t("clicked")}
          rate={readRate(clicks.people, books.accepted)}
          of={t("ofAccepted", { base: books.accepted })}
          href={people("did=clicked")}
        />
      ) : (
        <StatCard label={t("clicked")} value={t("notTracked")} unclear={t("clicksOff")} />
      )}
      <RateCard
        label={t("unsubscribed")}
        rate={readRate(unsubscribed, books.accepted)}
        of={t("ofAccepted", { base: books.accepted })}
        href={people("did=unsubscribed")}
      />
      <Complaints count={complained} href={people("did=complained")} />
    </div>
  );
};

type RateCardProps = { label: string; rate: Rate; of: string; note?: string | undefined; href: string };

const oneDecimal = (format: Awaited<ReturnType<typeof getFormatter>>, share: number) =>
  format.number(share * 100, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

const RateCard = async ({ label, rate, of, note, href }: RateCardProps) => {
  const [t, format] = await Promise.all([getTranslations("reports.outcomes"), getFormatter()]);
  const percent = (share: number) => oneDecimal(format, share);
  return (
    <StatCard
      label={label}
      value={rate.base === 0 ? t("none") : t("percent", { rate: percent(rate.value) })}
      base={
        <>
          {t("count", { count: rate.count })} {of}
          {rate.base > 0 && !rate.isSmall ? (
            <span className="block" title={t("intervalMeans")}>
              {t("interval", { low: percent(rate.low), high: percent(rate.high) })}
            </span>
          ) : null}
          {note ? <span className="block">{note}</span> : null}
        </>
      }
      {...(rate.isSmall && rate.base > 0 ? { unclear: t("tooFew") } : {})}
      href={href}
    />
  );
};

/** No rate: most providers, Gmail among them, never tell who complained, so there is no base. */
const Complaints = async ({ count, href }: { count: number; href: string }) => {
  const [t, format] = await Promise.all([getTranslations("reports.outcomes"), getFormatter()]);
  return (
    <StatCard label={t("complained")} value={format.number(count)} base={t("complainedBase")} href={href} />
  );
};
