import { Check, CircleDashed, Clock, type LucideIcon, ServerOff, TriangleAlert, X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { Tone } from "#app/_ui/state-colour.ts";
import { TimeStamp } from "#app/_ui/time-stamp.tsx";
import { ToneChip } from "#app/_ui/tone-chip.tsx";
import type { ServerWait } from "#lib/lines/read-server-wait.ts";
import type { ServerHealth } from "#lib/reports/server-health.ts";

type HealthChipProps = {
  health: ServerHealth;
  /** What it waits for since it was used. */
  wait: ServerWait | undefined;
};

/** Whether a server works: until when it rests, since when it fails, or what was heard of it last and when that was. */
export const HealthChip = ({ health, wait }: HealthChipProps) => {
  const t = useTranslations("senders.health");
  if (!wait) return <LastHeard health={health} />;
  if ("since" in wait) {
    const { key, since, isLong } = wait;
    return (
      <Health
        tone={isLong ? "danger" : "warning"}
        icon={ServerOff}
        when={t.rich("since", { at: () => <TimeStamp at={since} /> })}
      >
        {t(`trouble.${key}`)}
      </Health>
    );
  }
  return (
    <Health tone="neutral" icon={Clock} when={t.rich("until", { at: () => <TimeStamp at={wait.until} /> })}>
      {t(`rest.${wait.key}`)}
    </Health>
  );
};

const LastHeard = ({ health }: { health: ServerHealth }) => {
  const t = useTranslations("senders.health");
  const categories = useTranslations("delivery.categories");
  switch (health.key) {
    case "never":
    case "answered":
      return (
        <Health tone="neutral" icon={CircleDashed}>
          {t(health.key)}
        </Health>
      );
    case "trouble":
      return (
        <Health tone="warning" icon={TriangleAlert} when={<TimeStamp at={health.at} />}>
          {categories(`${health.category}.name`)}
        </Health>
      );
    case "sent":
      return (
        <Health
          tone="success"
          icon={Check}
          when={t.rich("lastSent", { at: () => <TimeStamp at={health.at} /> })}
        >
          {t("ok")}
        </Health>
      );
    case "ok":
    case "failed":
      return (
        <Health
          tone={health.key === "ok" ? "success" : "danger"}
          icon={health.key === "ok" ? Check : X}
          when={t.rich("tested", { at: () => <TimeStamp at={health.at} /> })}
        >
          {t(health.key)}
        </Health>
      );
  }
};

type HealthProps = { tone: Tone; icon: LucideIcon; when?: ReactNode; children: ReactNode };

/** On a telephone the moment may break, so that it ends inside the table. */
const Health = ({ tone, icon, when, children }: HealthProps) => (
  <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
    <ToneChip tone={tone} icon={icon}>
      {children}
    </ToneChip>
    {when ? <span className="text-xs text-muted max-md:[&_time]:whitespace-normal">{when}</span> : null}
  </span>
);
