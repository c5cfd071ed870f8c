import { getTranslations } from "next-intl/server";
import type { Column } from "#app/_ui/data-table.tsx";
import { StateChip } from "#app/_ui/state-chip.tsx";
import { TimeStamp } from "#app/_ui/time-stamp.tsx";
import type { Person } from "#lib/reports/people-store.ts";

/** What the table says about each person: where their mail is, why, and what they did. */
export const peopleColumns = async (): Promise<Column<Person>[]> => {
  const [t, words] = await Promise.all([getTranslations("reports"), getTranslations("delivery")]);
  const wordsOr = (key: string, otherwise: string) => (words.has(key) ? words(key) : otherwise);
  return [
    { key: "email", label: t("people.person"), cell: ({ email }) => email },
    {
      key: "state",
      label: t("people.state"),
      cell: ({ state }) => <StateChip kind="message" state={state} />,
    },
    {
      key: "reason",
      label: t("people.why"),
      cell: ({ state, category, skipReason, replyText }) => (
        <Why
          reason={
            skipReason
              ? wordsOr(`skipReasons.${skipReason}`, skipReason)
              : category
                ? wordsOr(`categories.${category}.name`, category)
                : null
          }
          replyText={state === "accepted" ? null : replyText}
        />
      ),
    },
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

const Why = ({ reason, replyText }: { reason: string | null; replyText: string | null }) =>
  reason || replyText ? (
    <span className="flex max-w-md min-w-48 flex-col">
      {reason ? <span>{reason}</span> : null}
      {replyText ? (
        <span className="line-clamp-2 font-mono text-xs text-muted wrap-anywhere" title={replyText}>
          {replyText}
        </span>
      ) : null}
    </span>
  ) : null;

const moment = (at: (person: Person) => Date | null) => (person: Person) => {
  const happened = at(person);
  return happened ? <TimeStamp at={happened} /> : null;
};
