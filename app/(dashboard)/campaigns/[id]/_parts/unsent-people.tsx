"use client";

import { useTranslations } from "next-intl";
import { ActionButton } from "#app/_ui/action-button.tsx";
import { Section } from "#app/_ui/section.tsx";
import { countAsked, type UnsentAsk, type UnsentCounts, unsentAsked } from "#lib/decisions/unsent.ts";
import { sendUnsent } from "../actions.ts";
import { useUnsent } from "./use-unsent.ts";

type UnsentPeopleProps = { id: string; onSent: () => void };

/** Who could still have a campaign that is over: two ways to go on, each with the people it is about, counted by why. */
export const UnsentPeople = ({ id, onSent }: UnsentPeopleProps) => {
  const t = useTranslations("campaigns.unsent");
  const counts = useUnsent(id);
  if (counts === null || Object.values(counts).every((people) => people === 0)) return null;
  return (
    <Section title={t("title")} description={t("description")}>
      <ul className="-my-4 flex flex-col divide-y divide-separator">
        {(Object.keys(unsentAsked) as UnsentAsk[]).map((asked) => (
          <Ask key={asked} id={id} asked={asked} counts={counts} onSent={onSent} />
        ))}
      </ul>
    </Section>
  );
};

type AskProps = UnsentPeopleProps & { asked: UnsentAsk; counts: UnsentCounts };

const Ask = ({ id, asked, counts, onSent }: AskProps) => {
  const t = useTranslations("campaigns.unsent");
  const count = countAsked(counts, asked);
  if (count === 0) return null;
  const kinds = unsentAsked[asked].filter((kind) => counts[kind] > 0);
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 py-4">
      <span className="flex min-w-0 flex-1 basis-72 flex-col gap-1 text-sm">
        <span className="font-medium">{t(`${asked}.name`)}</span>
        {kinds.map((kind) => (
          <span key={kind} className="text-muted">
            {t(`kind.${kind}`, { count: counts[kind] })}
          </span>
        ))}
      </span>
      <ActionButton
        action={sendUnsent}
        input={{ id, asked, named: count }}
        onSuccess={onSent}
        confirm={{
          title: t(`${asked}.title`, { count }),
          body: t(`${asked}.body`),
          confirmLabel: t(`${asked}.button`, { count }),
        }}
      >
        {t(`${asked}.button`, { count })}
      </ActionButton>
    </li>
  );
};
