"use client";

import { useTranslations } from "next-intl";
import { Section } from "#app/_ui/section.tsx";
import { StateChip } from "#app/_ui/state-chip.tsx";
import { TimeStamp } from "#app/_ui/time-stamp.tsx";
import type { RecentReply } from "#lib/campaigns/progress-store.ts";

/** The newest replies that were not a yes, in the servers' own words. */
export const RecentReplies = ({ replies }: { replies: RecentReply[] }) => {
  const t = useTranslations("campaigns.live.replies");
  if (replies.length === 0) return null;
  return (
    <Section title={t("title")}>
      <ul className="-my-3 flex flex-col divide-y divide-separator">
        {replies.map((reply) => (
          <li key={reply.id} className="flex flex-wrap items-baseline gap-x-3 gap-y-1 py-3 text-sm">
            <StateChip kind="message" state={reply.kind} />
            <span className="wrap-anywhere">{reply.email}</span>
            <span className="w-full min-w-0 flex-1 basis-72 font-mono text-xs wrap-anywhere text-muted">
              {[reply.replyCode, reply.enhancedCode, reply.replyText ?? t("noReply")]
                .filter(Boolean)
                .join(" ")}
            </span>
            <span className="text-xs text-muted">
              <TimeStamp at={reply.at} style="time" />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
};
