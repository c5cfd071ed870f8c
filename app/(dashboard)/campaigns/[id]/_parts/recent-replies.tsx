"use client";

import { ChevronDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { RefusalWords } from "#app/_ui/refusal-words.tsx";
import { Section } from "#app/_ui/section.tsx";
import { StateChip } from "#app/_ui/state-chip.tsx";
import { TimeStamp } from "#app/_ui/time-stamp.tsx";
import type { LastReply } from "#lib/delivery/replies-store.ts";

/** The rest is one click away, behind the parts of the books. */
const shownReplies = 8;

/** The newest replies that were not a yes: what happened in our words; whose side it is on, what to do and the server's own words are one click away. */
export const RecentReplies = ({ replies }: { replies: LastReply[] }) => {
  const t = useTranslations("campaigns.live.replies");
  if (replies.length === 0) return null;
  return (
    <Section title={t("title")}>
      <ul className="-my-3 flex flex-col divide-y divide-separator">
        {replies.slice(0, shownReplies).map((reply) => (
          <Reply key={`${reply.messageId} ${reply.at}`} reply={reply} />
        ))}
      </ul>
    </Section>
  );
};

const Reply = ({ reply }: { reply: LastReply }) => {
  const t = useTranslations("campaigns.live.replies");
  const words = useTranslations("delivery.categories");
  const inDoubt = useTranslations("delivery");
  const { kind, category, email, at } = reply;
  const said = [reply.replyCode, reply.enhancedCode, reply.replyText].filter(Boolean).join(" ");
  return (
    <li>
      <details className="group text-sm">
        <summary className="-mx-2 grid cursor-pointer list-none grid-cols-[minmax(0,1fr)_auto_auto] items-center gap-x-3 rounded-lg px-2 py-3 hover:bg-surface-hover [&::-webkit-details-marker]:hidden">
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <StateChip kind="message" state={kind === "released" ? "queued" : kind} />
            {category ? <span className="font-medium">{words(`${category}.name`)}</span> : null}
            <span className="text-muted wrap-anywhere">{email ?? t("everybody")}</span>
          </span>
          <span className="text-xs text-muted tabular-nums">
            <TimeStamp at={at} style="time" />
          </span>
          <ChevronDown
            aria-hidden
            className="size-4 text-muted transition-transform group-open:rotate-180 motion-reduce:transition-none"
          />
        </summary>
        <div className="flex flex-col gap-2 pb-3 text-xs">
          {kind === "in_doubt" ? <p className="text-muted">{inDoubt("states.in_doubt")}</p> : null}
          <RefusalWords category={category} />
          {said ? (
            <p className="rounded bg-surface-secondary px-3 py-2 font-mono wrap-anywhere">{said}</p>
          ) : null}
        </div>
      </details>
    </li>
  );
};
