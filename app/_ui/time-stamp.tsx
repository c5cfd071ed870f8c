import { useLocale, useTimeZone } from "next-intl";
import { formatExactMoment, formatMoment, type MomentStyle } from "#app/_i18n/format-moment.ts";
import type { Locale } from "#app/_i18n/locale.ts";

type TimeStampProps = {
  at: Date | string;
  /** `moment` (default) writes date, time and zone; `day` the date; `time` the time and zone. */
  style?: MomentStyle;
  /** Another zone than the workspace's, such as the one a campaign was scheduled in. */
  timeZone?: string;
};

/** A moment in the workspace's time zone, which it names; hovering shows it exactly. */
export const TimeStamp = ({ at, style = "moment", timeZone }: TimeStampProps) => {
  const locale = useLocale() as Locale;
  const ownZone = useTimeZone() ?? "UTC";
  const zone = timeZone ?? ownZone;
  const moment = new Date(at);
  return (
    <time
      dateTime={moment.toISOString()}
      title={formatExactMoment(moment, zone)}
      className="whitespace-nowrap tabular-nums"
      suppressHydrationWarning
    >
      {formatMoment(moment, locale, zone, style)}
    </time>
  );
};
