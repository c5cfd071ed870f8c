import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import type { Column } from "#app/_ui/data-table.tsx";
import { StateChip } from "#app/_ui/state-chip.tsx";
import { TimeStamp } from "#app/_ui/time-stamp.tsx";
import type { Person } from "#lib/reports/people-store.ts";

/** What the table says about each person: where their mail is, why, and what they did. */
export const peopleColumns = async (): Promise<Column<Person>[]> => {
  const [t, words] = await Promise.all([getTranslations("reports"), getTranslations("delivery")]);
  const wordsOr = (key: string, otherwise: string) => (words.has(key) ? words(key) : otherwise);
  const now = new Date();
  const why = ({ state, category, skipReason, replyCode, replyText, nextAttemptAt }: Person) => (
    <Why
      reason={
        skipReason
          ? wordsOr(`skipReasons.${skipReason}`, skipReason)
          : category
            ? wordsOr(`categories.${category}.name`, category)
            : null
      }
      said={state === "accepted" || !replyText ? null : [replyCode, replyText].filter(Boolean).join(" ")}
      again={
        state === "deferred" && nextAttemptAt && nextAttemptAt > now
          ? t.rich("people.again", { at: () => <TimeStamp at={nextAttemptAt} /> })
          : null
      }
    />
  );
  return [
    { key: "email", label: t("people.person"), cell: ({ email }) => email },
    {
      key: "state",
      label: t("people.state"),
      cell: (person) => (
        <span className="flex flex-col gap-1">
          <StateChip kind="message" state={person.state} />
          {/* A telephone has no room for a column of its own. */}
          <span className="md:hidden">{why(person)}</span>
        </span>
      ),
    },
    { key: "reason", label: t("people.why"), wideOnly: true, cell: why },
    {
      key: "accepted",
      label: t("people.accepted"),
      numeric: true,
      wideOnly: true,
      cell: moment(({ acceptedAt }) => acceptedAt),
    },
    { key: "opened", label: t("people.opened"), numeric: true, cell: moment(({ openedAt }) => openedAt) },
    { key: "clicked", label: t("people.clicked"), numeric: true, cell: moment(({ clickedAt }) => clickedAt) },
    {
      key: "left",
      label: t("people.left"),
      numeric: true,
      cell: moment(({ complainedAt, unsubscribedAt }) => complainedAt ?? unsubscribedAt),
    },
  ];
};

type WhyProps = { reason: string | null; said: string | null; again: ReactNode };

const Why = ({ reason, said, again }: WhyProps) =>
  reason || said || again ? (
    <span className="flex max-w-lg flex-col md:min-w-80">
      {reason ? <span>{reason}</span> : null}
      {again ? <span className="text-xs text-muted max-md:[&_time]:whitespace-normal">{again}</span> : null}
      {said ? (
        <span className="line-clamp-2 font-mono text-xs text-muted wrap-anywhere max-md:hidden" title={said}>
          {said}
        </span>
      ) : null}
    </span>
  ) : null;

const moment = (at: (person: Person) => Date | null) => (person: Person) => {
  const happened = at(person);
  return happened ? <TimeStamp at={happened} /> : null;
};
