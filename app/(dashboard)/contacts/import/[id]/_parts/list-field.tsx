"use client";

import { useTranslations } from "next-intl";
import type { ListChoice } from "#lib/imports/import.ts";

/** `chosen` is a list's id, "new" or "none"; the name of a new list is kept while something else is chosen. */
export type ListState = { chosen: string; newName: string };

/** What the form's state means to the import. */
export const listChoice = ({ chosen, newName }: ListState): ListChoice => {
  if (chosen === "none") return { kind: "none" };
  return chosen === "new" ? { kind: "new", name: newName.trim() } : { kind: "existing", listId: chosen };
};

type ListFieldProps = {
  lists: { id: string; name: string }[];
  value: ListState;
  onChange: (value: ListState) => void;
};

/** One of the lists there are, a new one, or none. */
export const ListField = ({ lists, value, onChange }: ListFieldProps) => {
  const t = useTranslations("contacts");
  return (
    <div className="grid max-w-lg gap-4 sm:grid-cols-2">
      <label className="flex flex-col gap-1 text-sm font-medium">
        {t("list")}
        <select
          value={value.chosen}
          onChange={({ target }) => onChange({ ...value, chosen: target.value })}
          className="input h-9 w-full py-0 font-normal"
        >
          {lists.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
          <option value="new">{t("mapping.newList")}</option>
          <option value="none">{t("mapping.noList")}</option>
        </select>
      </label>
      {value.chosen === "new" ? (
        <label className="flex flex-col gap-1 text-sm font-medium">
          {t("mapping.newListName")}
          <input
            value={value.newName}
            maxLength={100}
            onChange={({ target }) => onChange({ ...value, newName: target.value })}
            className="input h-9 w-full font-normal"
          />
        </label>
      ) : null}
    </div>
  );
};
