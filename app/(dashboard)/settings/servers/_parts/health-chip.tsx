import { Check, CircleDashed, ServerOff, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { TimeStamp } from "#app/_ui/time-stamp.tsx";
import { ToneChip } from "#app/_ui/tone-chip.tsx";
import type { ServerWait } from "#lib/lines/read-server-wait.ts";
import type { ServerTest } from "#lib/servers/server-test.ts";

type HealthChipProps = {
  lastTest: ServerTest | null;
  /** What it waits for since it was used. */
  wait: ServerWait | undefined;
};

/** Whether a server works: since when it fails, or how its last test went and when that was. */
export const HealthChip = ({ lastTest, wait }: HealthChipProps) => {
  const t = useTranslations("senders.health");
  if (wait && "since" in wait) {
    const { key, since, isLong } = wait;
    return (
      <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <ToneChip tone={isLong ? "danger" : "warning"} icon={ServerOff}>
          {t(`trouble.${key}`)}
        </ToneChip>
        <span className="text-xs text-muted">{t.rich("since", { at: () => <TimeStamp at={since} /> })}</span>
      </span>
    );
  }
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
        {t.rich("tested", { at: () => <TimeStamp at={lastTest.at} /> })}
      </span>
    </span>
  );
};
