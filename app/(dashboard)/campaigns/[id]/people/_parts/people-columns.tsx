import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import type { Column } from "#app/_ui/data-table.tsx";
import { MailAddress } from "#app/_ui/mail-address.tsx";
import { StateChip } from "#app/_ui/state-chip.tsx";
import { TimeStamp } from "#app/_ui/time-stamp.tsx";
import type { Person } from "#lib/reports/people-store.ts";

/** What the table says about each person: where their mail is, why, and what they did. */
export const peopleColumns = async (): Promise<Column<Person>[]> => {
  const [t, words] = await Promise.all([getTranslations("reports"), getTranslations("delivery")]);
  const wordsOr = (key: string, otherwise: string) => (words.has(key) ? words(key) : otherwise);
  const now = new Date();
  const why = ({ state, category, skipReason, replyCode, replyText, nextAttemptAt }: Person) => {
    const reason = skipReason
      ? wordsOr(`skipReasons.${skipReason}`, skipReason)
      : category
        ? wordsOr(`categories.${category}.name`, category)
        : null;
    const said = state === "accepted" || !replyText ? null : [replyCode, replyText].filter(Boolean).join(" ");
    const again =
      state === "deferred" && nextAttemptAt && nextAttemptAt > now
        ? t.rich("people.again", { at: () => <TimeStamp at={nextAttemptAt} /> })
        : null;
    return reason || said || again ? <Why reason={reason} said={said} again={again} /> : null;
  };
  return [
    { key: "email", label: t("people.person"), cell: ({ email }) => <MailAddress>{email}</MailAddress> },
    {
      key: "state",
      label: t("people.state"),
      narrow: "corner",
      cell: ({ state }) => <StateChip kind="message" state={state} />,
    },
    { key: "reason", label: t("people.why"), narrow: "full", cell: why },
    {
      key: "accepted",
      label: t("people.accepted"),
      numeric: true,
      wideOnly: true,
      cell: moment(({ acceptedAt }) => acceptedAt),
    },
    {
      key: "opened",
      label: t("people.opened"),
      numeric: true,
      narrow: "line",
      cell: moment(({ openedAt }) => openedAt),
    },
    {
      key: "clicked",
      label: t("people.clicked"),
      numeric: true,
      narrow: "line",
      cell: moment(({ clickedAt }) => clickedAt),
    },
    {
      key: "left",
      label: t("people.left"),
      numeric: true,
      narrow: "line",
      cell: moment(({ complainedAt, unsubscribedAt }) => complainedAt ?? unsubscribedAt),
    },
  ];
};

type WhyProps = { reason: string | null; said: string | null; again: ReactNode };

const Why = ({ reason, said, again }: WhyProps) => (
  <span className="flex max-w-lg flex-col md:min-w-80">
    {reason ? <span>{reason}</span> : null}
    {again ? <span className="text-xs text-muted max-md:[&_time]:whitespace-normal">{again}</span> : null}
    {said ? (
      <span className="line-clamp-2 font-mono text-xs text-muted wrap-anywhere max-md:hidden" title={said}>
        {said}
      </span>
    ) : null}
  </span>
);

const moment = (at: (person: Person) => Date | null) => (person: Person) => {
  const happened = at(person);
  return happened ? <TimeStamp at={happened} /> : null;
};
