"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { askAction } from "#app/_ui/ask-action.ts";
import { renderInboxLine } from "../actions.ts";

type InboxLineProps = { sender: string | null; subject: string; preheader: string };

const typingPauseMilliseconds = 400;

/** How sender, subject and preheader look in the list of a phone's inbox, 390 px wide, merge fields filled in. */
export const InboxLine = ({ sender, subject, preheader }: InboxLineProps) => {
  const t = useTranslations("campaigns.inbox");
  const [filled, setFilled] = useState<{ subject: string; preheader: string }>();
  const hasFields = /\{[{%]/.test(subject + preheader);

  useEffect(() => {
    if (!hasFields) return;
    let isStale = false;
    const timer = setTimeout(async () => {
      const { data } = await askAction(renderInboxLine, { subject, preheader });
      if (data && !isStale) setFilled(data);
    }, typingPauseMilliseconds);
    return () => {
      isStale = true;
      clearTimeout(timer);
    };
  }, [hasFields, subject, preheader]);

  const shown = (hasFields && filled) || { subject, preheader };
  const name = sender ?? t("noSender");
  return (
    <figure className="flex w-full max-w-[390px] flex-col gap-2">
      <figcaption className="text-xs text-muted">{t("caption")}</figcaption>
      <div className="flex gap-3 rounded-lg border border-border bg-surface px-4 py-3">
        <span
          aria-hidden
          className="flex size-10 shrink-0 items-center justify-center rounded-full bg-accent-soft font-medium text-accent-soft-foreground uppercase"
        >
          {name.slice(0, 1)}
        </span>
        <div className="min-w-0 flex-1">
          <p className="flex items-baseline justify-between gap-3">
            <span className="truncate font-semibold">{name}</span>
            <span className="shrink-0 text-xs text-muted">{t("time")}</span>
          </p>
          <p className={`truncate ${shown.subject ? "font-medium" : "text-muted"}`}>
            {shown.subject || t("noSubject")}
          </p>
          <p className="truncate text-muted">{shown.preheader || t("noPreheader")}</p>
        </div>
      </div>
    </figure>
  );
};
