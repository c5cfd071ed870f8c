import { Check, CircleDashed, Clock, ServerOff, X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { TimeStamp } from "#app/_ui/time-stamp.tsx";
import { ToneChip } from "#app/_ui/tone-chip.tsx";
import type { ServerWait } from "#lib/lines/read-server-wait.ts";
import type { ServerTest } from "#lib/servers/server-test.ts";

type HealthChipProps = {
  lastTest: ServerTest | null;
  /** What it waits for since it was used. */
  wait: ServerWait | undefined;
};

/** Whether a server works: until when it rests, since when it fails, or how its last test went and when that was. */
export const HealthChip = ({ lastTest, wait }: HealthChipProps) => {
  const t = useTranslations("senders.health");
  if (wait && "since" in wait) {
    const { key, since, isLong } = wait;
    return (
      <Health when={t.rich("since", { at: () => <TimeStamp at={since} /> })}>
        <ToneChip tone={isLong ? "danger" : "warning"} icon={ServerOff}>
          {t(`trouble.${key}`)}
        </ToneChip>
      </Health>
    );
  }
  if (wait) {
    return (
      <Health when={t.rich("until", { at: () => <TimeStamp at={wait.until} /> })}>
        <ToneChip tone="neutral" icon={Clock}>
          {t(`rest.${wait.key}`)}
        </ToneChip>
      </Health>
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
    <Health when={t.rich("tested", { at: () => <TimeStamp at={lastTest.at} /> })}>
      <ToneChip tone={lastTest.ok ? "success" : "danger"} icon={lastTest.ok ? Check : X}>
        {t(lastTest.ok ? "ok" : "failed")}
      </ToneChip>
    </Health>
  );
};

/** On a telephone the moment may break, so that it ends inside the table. */
const Health = ({ when, children }: { when: ReactNode; children: ReactNode }) => (
  <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
    {children}
    <span className="text-xs text-muted max-md:[&_time]:whitespace-normal">{when}</span>
  </span>
);
