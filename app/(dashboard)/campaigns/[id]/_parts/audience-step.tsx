"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { Section } from "#app/_ui/section.tsx";
import type { CampaignDraft } from "#lib/drafts/campaign-draft.ts";
import { AudienceSumTable } from "./audience-sum-table.tsx";
import { useAudienceSum } from "./use-audience-sum.ts";

export type ListChoice = { id: string; name: string; people: number };

type AudienceStepProps = {
  id: string;
  draft: CampaignDraft;
  change: (patch: Partial<CampaignDraft>) => void;
  lists: ListChoice[];
};

/** Who gets it, who of them does not, and how many that leaves. */
export const AudienceStep = ({ id, draft, change, lists }: AudienceStepProps) => {
  const t = useTranslations("campaigns.audienceStep");
  const { includeListIds, excludeListIds } = draft;
  const { sum, isCounting, failed, retry } = useAudienceSum(includeListIds, excludeListIds);
  if (lists.length === 0) {
    return (
      <EmptyState
        title={t("noLists.title")}
        description={t("noLists.description")}
        action={<LinkButton href="/contacts/import">{t("noLists.action")}</LinkButton>}
      />
    );
  }
  const without = (ids: string[], listId: string) => ids.filter((each) => each !== listId);
  const toggle = (listId: string, isChosen: boolean, from: "includeListIds" | "excludeListIds") => {
    const other = from === "includeListIds" ? "excludeListIds" : "includeListIds";
    change({
      [from]: isChosen ? [...without(draft[from], listId), listId] : without(draft[from], listId),
      ...(isChosen && draft[other].includes(listId) ? { [other]: without(draft[other], listId) } : {}),
    });
  };

  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_24rem]">
      <div className="flex min-w-0 flex-col gap-6">
        <Section title={t("include.title")} description={t("include.description")}>
          <ListPicker
            label={t("include.title")}
            lists={lists}
            chosen={includeListIds}
            onToggle={(listId, isChosen) => toggle(listId, isChosen, "includeListIds")}
          />
        </Section>
        <Section title={t("exclude.title")} description={t("exclude.description")}>
          <ListPicker
            label={t("exclude.title")}
            lists={lists}
            chosen={excludeListIds}
            onToggle={(listId, isChosen) => toggle(listId, isChosen, "excludeListIds")}
          />
        </Section>
      </div>
      <div className="lg:sticky lg:top-20">
        <Section title={t("sum.title")}>
          {includeListIds.length === 0 ? (
            <p className="text-sm text-muted">{t("sum.none")}</p>
          ) : (
            <AudienceSumTable
              id={id}
              chosen={{ includeListIds, excludeListIds }}
              sum={sum}
              isCounting={isCounting}
              failed={failed}
              onRetry={retry}
            />
          )}
        </Section>
      </div>
    </div>
  );
};

/** From this many lists on, a field to find one by name. */
const manyLists = 9;

type ListPickerProps = {
  label: string;
  lists: ListChoice[];
  chosen: readonly string[];
  onToggle: (listId: string, isChosen: boolean) => void;
};

const ListPicker = ({ label, lists, chosen, onToggle }: ListPickerProps) => {
  const t = useTranslations("campaigns.audienceStep");
  const [words, setWords] = useState("");
  const shown = lists.filter(
    ({ id, name }) => chosen.includes(id) || name.toLowerCase().includes(words.trim().toLowerCase()),
  );
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="sr-only">{label}</legend>
      {lists.length >= manyLists ? (
        <input
          type="search"
          aria-label={t("find")}
          placeholder={t("find")}
          value={words}
          onChange={({ target }) => setWords(target.value)}
          className="input h-9 w-full max-w-80"
        />
      ) : null}
      <ul className="-mx-2 flex max-h-80 flex-col overflow-y-auto">
        {shown.map((list) => (
          <li key={list.id}>
            <label className="flex min-h-10 cursor-pointer items-center gap-3 rounded-lg px-2 py-1.5 hover:bg-default">
              <input
                type="checkbox"
                checked={chosen.includes(list.id)}
                onChange={({ target }) => onToggle(list.id, target.checked)}
                className="size-4 shrink-0 accent-accent"
              />
              <span className="min-w-0 flex-1 wrap-anywhere">{list.name}</span>
              <span className="text-muted tabular-nums">{t("people", { count: list.people })}</span>
            </label>
          </li>
        ))}
      </ul>
      {shown.length === 0 ? <p className="text-sm text-muted">{t("noneFound")}</p> : null}
    </fieldset>
  );
};
