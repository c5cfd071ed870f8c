import { Check, CircleDashed, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { TimeStamp } from "#app/_ui/time-stamp.tsx";
import { ToneChip } from "#app/_ui/tone-chip.tsx";
import type { ServerTest } from "#lib/senders/server-test.ts";

/** Whether a server worked when it was last tested, and when that was. */
export const HealthChip = ({ lastTest }: { lastTest: ServerTest | null }) => {
  const t = useTranslations("senders.health");
  if (!lastTest) {
    return (
      <ToneChip tone="neutral" icon={CircleDashed}>
        {t("never")}
      </ToneChip>
    );
  }
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <ToneChip tone={lastTest.ok ? "success" : "danger"} icon={lastTest.ok ? Check : X}>
        {t(lastTest.ok ? "ok" : "failed")}
      </ToneChip>
      <span className="text-xs text-muted">
        <TimeStamp at={lastTest.at} />
      </span>
    </span>
  );
};
