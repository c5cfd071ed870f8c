"use client";

import { useFormatter, useTranslations } from "next-intl";
import { GMAIL_CLIP_BYTES } from "#lib/liquid/content-limits.ts";

/** How much of what Gmail shows the HTML takes. */
export const SizeMeter = ({ sizeBytes }: { sizeBytes: number }) => {
  const t = useTranslations("content.preview");
  const format = useFormatter();
  const limit = format.number(GMAIL_CLIP_BYTES / 1024);
  const size = format.number(sizeBytes / 1024, { maximumFractionDigits: 1 });
  const share = Math.min(1, sizeBytes / GMAIL_CLIP_BYTES);
  const isOver = sizeBytes > GMAIL_CLIP_BYTES;
  return (
    <div
      title={t("sizeLabel", { limit })}
      className="flex items-center gap-2 text-xs text-muted tabular-nums"
    >
      <span aria-hidden className="h-1.5 w-16 overflow-hidden rounded-full bg-default">
        <span
          className={`block h-full ${isOver ? "bg-danger" : share > 0.8 ? "bg-warning" : "bg-accent"}`}
          style={{ width: `${share * 100}%` }}
        />
      </span>
      <span className="sr-only">{t("sizeLabel", { limit })}</span>
      {t("size", { size, limit })}
      {isOver ? <span className="font-medium text-danger">{t("sizeOver")}</span> : null}
    </div>
  );
};
