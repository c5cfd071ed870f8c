import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";

type WorkProgressProps = {
  label: ReactNode;
  done: number;
  /** Unknown while counting; the bar then only says that work goes on. */
  total?: number | undefined;
  secondsLeft?: number | undefined;
  /** A Cancel button, as an ActionButton. */
  cancel?: ReactNode;
};

/** Long work: a bar with a count, a time left and a way to stop it. */
export const WorkProgress = ({ label, done, total, secondsLeft, cancel }: WorkProgressProps) => {
  const t = useTranslations("common");
  const format = useFormatter();
  const share = total ? Math.min(done / total, 1) : undefined;
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 text-sm">
        <span className="font-medium">{label}</span>
        <span className="text-muted tabular-nums">
          {total === undefined ? format.number(done) : t("progress.count", { done, total })}
          <TimeLeft seconds={secondsLeft} />
        </span>
      </div>
      <div className="flex items-center gap-3">
        <div
          role="progressbar"
          aria-label={typeof label === "string" ? label : undefined}
          aria-valuemin={0}
          aria-valuemax={100}
          {...(share === undefined ? {} : { "aria-valuenow": Math.round(share * 100) })}
          className="h-2 flex-1 overflow-hidden rounded-full bg-default"
        >
          <div
            className={`h-full rounded-full bg-accent transition-[width] duration-200 ${share === undefined ? "w-1/3 animate-pulse" : ""}`}
            style={share === undefined ? undefined : { width: `${share * 100}%` }}
          />
        </div>
        {cancel}
      </div>
    </div>
  );
};

/** Rounded up in the largest unit that fits; under ten seconds a number would only flicker. */
const TimeLeft = ({ seconds }: { seconds: number | undefined }) => {
  const t = useTranslations("common");
  if (seconds === undefined) return null;
  if (seconds < 10) return ` · ${t("progress.almost")}`;
  const [unit, size] =
    seconds < 90
      ? (["seconds", 1] as const)
      : seconds < 5400
        ? (["minutes", 60] as const)
        : (["hours", 3600] as const);
  return ` · ${t("progress.timeLeft", { time: t(`duration.${unit}`, { count: Math.ceil(seconds / size) }) })}`;
};
