import { CalendarClock } from "lucide-react";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { TimeStamp } from "#app/_ui/time-stamp.tsx";
import type { WaitingCampaign } from "#lib/reports/overview-store.ts";

/** The campaign that leaves next, and when. */
export const NextSend = async ({ campaign }: { campaign: WaitingCampaign }) => {
  const t = await getTranslations("overview.next");
  return (
    <section className="relative flex items-center gap-3 rounded-lg border border-border bg-surface px-4 py-3 hover:bg-surface-hover">
      <CalendarClock aria-hidden className="size-5 shrink-0 text-accent-soft-foreground" />
      <div className="flex min-w-0 flex-1 flex-wrap items-baseline justify-between gap-x-4">
        <h2 className="wrap-anywhere">
          <span className="text-muted">{t("title")}</span>{" "}
          <Link href={`/campaigns/${campaign.id}`} className="font-medium after:absolute after:inset-0">
            {campaign.name}
          </Link>
        </h2>
        {campaign.scheduledAt ? <TimeStamp at={campaign.scheduledAt} timeZone={campaign.timeZone} /> : null}
      </div>
    </section>
  );
};
