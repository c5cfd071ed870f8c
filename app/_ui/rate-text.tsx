import { useFormatter, useTranslations } from "next-intl";

/** Below this base one person moves a rate by more than 2 %, so it is shown in grey. */
const SMALLEST_BASE = 50;

/**
 * A share with one decimal and, with `withBase`, what it is a share of: "27.4 % of 4,981". A dash when there is no base;
 * grey with an explanation on hover when the base is under 50.
 */
export const RateText = ({
  count,
  base,
  withBase = false,
}: {
  count: number;
  base: number;
  withBase?: boolean;
}) => {
  const t = useTranslations("common");
  const format = useFormatter();
  if (base <= 0) return <span className="text-muted">{t("rate.none")}</span>;
  const rate = t("rate.percent", {
    rate: format.number((count / base) * 100, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
  });
  const isSmall = base < SMALLEST_BASE;
  return (
    <span
      className={`tabular-nums whitespace-nowrap ${isSmall ? "text-muted" : ""}`}
      title={isSmall ? t("rate.tooSmall", { base }) : undefined}
    >
      {withBase ? t("rate.withBase", { rate, base }) : rate}
    </span>
  );
};
