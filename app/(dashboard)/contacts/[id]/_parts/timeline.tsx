import {
  Ban,
  CircleCheck,
  CircleHelp,
  CirclePause,
  Clock,
  Eye,
  ListMinus,
  ListPlus,
  type LucideIcon,
  MailX,
  MousePointerClick,
  RotateCcw,
  Send,
  ShieldCheck,
  TimerOff,
  UserMinus,
  UserPlus,
} from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { RefusalWords } from "#app/_ui/refusal-words.tsx";
import { TimeStamp } from "#app/_ui/time-stamp.tsx";
import type { ContactDetail } from "#lib/contacts/read-contact.ts";
import { isReplyCategory } from "#lib/replies/reply-category.ts";
import type { TimelineEntry as TimelineEvent } from "#lib/reports/timeline-store.ts";

type Change = { at: Date; kind: "added" | "subscribed" | "unsubscribedList"; list: string };
type Entry = TimelineEvent | Change;

/** Events of one page; `older` is where the next one begins, null when there is nothing older. */
export type TimelinePage = { events: TimelineEvent[]; older: string | null };

const ICONS: Record<Entry["kind"], LucideIcon> = {
  added: UserPlus,
  subscribed: ListPlus,
  unsubscribedList: ListMinus,
  sent: CircleCheck,
  deferred: Clock,
  bounced: MailX,
  expired: TimerOff,
  in_doubt: CircleHelp,
  open: Eye,
  click: MousePointerClick,
  unsubscribe: UserMinus,
  resent: Send,
  left: CirclePause,
  requeued: RotateCcw,
  domain_suppressed: Ban,
  domain_kept: ShieldCheck,
};

const DECISIONS: readonly Entry["kind"][] = [
  "resent",
  "left",
  "requeued",
  "domain_suppressed",
  "domain_kept",
];

type TimelineProps = { contact: ContactDetail; timeline: TimelinePage; isFirstPage: boolean };

/** What happened, the newest first: mails and what came of them, and changes of the contact itself. */
export const Timeline = ({ contact, timeline, isFirstPage }: TimelineProps) => {
  const t = useTranslations("contacts.timeline");
  const entries = withChanges(contact, timeline, isFirstPage);
  if (entries.length === 0) return <p className="text-sm text-muted">{t("empty")}</p>;
  return (
    <>
      <ol className="flex flex-col gap-4 text-sm">
        {entries.map((entry, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: entries are only shown, and two may be alike
          <TimelineEntry key={index} entry={entry} isExplained={isFirstOfItsKind(entries, index)} />
        ))}
      </ol>
      {timeline.older ? (
        <div>
          <LinkButton
            href={`/contacts/${contact.id}?before=${encodeURIComponent(timeline.older)}`}
            variant="secondary"
            size="sm"
          >
            {t("older")}
          </LinkButton>
        </div>
      ) : null}
    </>
  );
};

type TimelineEntryProps = { entry: Entry; isExplained: boolean };

const TimelineEntry = ({ entry, isExplained }: TimelineEntryProps) => {
  const t = useTranslations("contacts.timeline");
  const words = useTranslations("delivery.categories");
  const Icon = ICONS[entry.kind];
  return (
    <li className="flex gap-3">
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />
      <div className="flex min-w-0 flex-1 flex-col gap-0.5">
        <div className="flex flex-wrap items-baseline justify-between gap-x-3">
          <span className="font-medium wrap-anywhere">
            {t(`event.${entry.kind}`, valuesOf(entry))}
            {"category" in entry && isReplyCategory(entry.category)
              ? `: ${words(`${entry.category}.name`)}`
              : null}
          </span>
          <span className="text-xs text-muted">
            <TimeStamp at={entry.at} />
          </span>
        </div>
        {"campaignId" in entry ? <EventDetail event={entry} isExplained={isExplained} /> : null}
      </div>
    </li>
  );
};

/** A mail that is put off ten times for the same reason has it explained once, at the newest. */
const isFirstOfItsKind = (entries: Entry[], index: number): boolean => {
  const kindOf = (entry: Entry | undefined) =>
    entry && "campaignId" in entry ? `${entry.campaignId} ${entry.category}` : undefined;
  const kind = kindOf(entries[index]);
  return entries.findIndex((entry) => kindOf(entry) === kind) === index;
};

const valuesOf = (entry: Entry): Record<string, string | number> =>
  "list" in entry ? { list: entry.list } : { domain: entry.domain ?? "", count: entry.contacts ?? 0 };

type EventDetailProps = { event: TimelineEvent; isExplained: boolean };

const EventDetail = ({ event, isExplained }: EventDetailProps) => {
  const t = useTranslations("contacts.timeline");
  const states = useTranslations("delivery.states");
  return (
    <>
      <span className="flex flex-wrap gap-x-2 text-xs text-muted">
        <Link href={`/campaigns/${event.campaignId}`} className="wrap-anywhere hover:underline">
          {t("campaign", { name: event.campaignName })}
        </Link>
        {event.server ? (
          <span className="wrap-anywhere before:mr-2 before:content-['·']">
            {t("attempt", { attempt: event.attempt ?? 1, server: event.server })}
          </span>
        ) : null}
      </span>
      {event.url ? <span className="text-xs text-muted wrap-anywhere">{event.url}</span> : null}
      {DECISIONS.includes(event.kind) ? (
        <span className="text-xs text-muted">
          {event.by ? t("decidedBy", { name: event.by }) : t("decidedBySomebody")}
        </span>
      ) : null}
      {event.byMachine ? <span className="text-xs text-muted">{t("machine")}</span> : null}
      {event.category && isExplained ? <RefusalWords category={event.category} /> : null}
      {event.kind === "in_doubt" ? <span className="text-xs text-muted">{states("in_doubt")}</span> : null}
      {event.replyText ? (
        <details className="text-xs text-muted">
          <summary className="cursor-pointer">{t("serverSaid")}</summary>
          <code className="wrap-anywhere">
            {[event.replyCode, event.enhancedCode, event.replyText].filter(Boolean).join(" ")}
          </code>
        </details>
      ) : null}
    </>
  );
};

/** The contact's own changes, put among the events of this page by their time. */
const withChanges = (
  contact: ContactDetail,
  { events, older }: TimelinePage,
  isFirstPage: boolean,
): Entry[] => {
  const changes: Change[] = contact.subscriptions.flatMap(({ name, subscribedAt, unsubscribedAt }) => [
    ...(subscribedAt ? [{ at: subscribedAt, kind: "subscribed" as const, list: name }] : []),
    ...(unsubscribedAt ? [{ at: unsubscribedAt, kind: "unsubscribedList" as const, list: name }] : []),
  ]);
  changes.push({ at: contact.createdAt, kind: "added", list: "" });
  const newest = isFirstPage ? undefined : events[0]?.at;
  const oldest = older === null ? undefined : events.at(-1)?.at;
  const within = changes.filter(({ at }) => !(newest && at > newest) && !(oldest && at < oldest));
  return [...events, ...within].sort((one, other) => other.at.getTime() - one.at.getTime());
};
