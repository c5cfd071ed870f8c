"use client";

import { useTranslations } from "next-intl";
import type { Attribute, AttributeType } from "#lib/contacts/attribute.ts";
import type { ColumnTarget } from "#lib/imports/csv-mapping.ts";

type ColumnRowProps = {
  name: string;
  values: string[];
  target: ColumnTarget;
  /** What was guessed; a new attribute stays on offer under this name when something else is chosen. */
  proposed: ColumnTarget | undefined;
  attributes: Attribute[];
  onChange: (target: ColumnTarget) => void;
};

const TYPES: readonly AttributeType[] = ["text", "number", "date", "boolean"];
const SHOWN_VALUES = 3;

/** One column of the file: its name, its first values, what becomes of it. */
export const ColumnRow = ({ name, values, target, proposed, attributes, onChange }: ColumnRowProps) => {
  const t = useTranslations("contacts.mapping");
  const isKnown = (key: string) => attributes.some((attribute) => attribute.key === key);
  const fresh = [target, proposed].find((each) => each?.to === "attribute" && !isKnown(each.key));
  const choose = (value: string) => {
    if (value === "email" || value === "firstName" || value === "lastName" || value === "skip") {
      onChange({ to: value });
      return;
    }
    const attribute = attributes.find(({ key }) => `attribute ${key}` === value);
    if (attribute) onChange({ to: "attribute", ...attribute });
    else if (fresh) onChange(fresh);
  };
  return (
    <div className="grid items-center gap-x-4 gap-y-2 py-3 text-sm md:grid-cols-3">
      <span className="font-medium wrap-anywhere">{name}</span>
      <ul className="min-w-0 text-xs text-muted">
        {values.slice(0, SHOWN_VALUES).map((value, row) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a value is its row
          <li key={row} className="truncate">
            {value.trim() || "–"}
          </li>
        ))}
      </ul>
      <div className="flex flex-col gap-2">
        <select
          aria-label={`${name}: ${t("becomes")}`}
          value={target.to === "attribute" ? `attribute ${target.key}` : target.to}
          onChange={(event) => choose(event.target.value)}
          className="input h-9 w-full py-0"
        >
          <option value="skip">{t("targets.skip")}</option>
          <optgroup label={t("targets.own")}>
            <option value="email">{t("targets.email")}</option>
            <option value="firstName">{t("targets.firstName")}</option>
            <option value="lastName">{t("targets.lastName")}</option>
          </optgroup>
          <optgroup label={t("targets.existing")}>
            {attributes.map(({ key, label }) => (
              <option key={key} value={`attribute ${key}`}>
                {label}
              </option>
            ))}
            {fresh?.to === "attribute" ? (
              <option value={`attribute ${fresh.key}`}>{t("targets.new", { label: fresh.label })}</option>
            ) : null}
          </optgroup>
        </select>
        {target.to === "attribute" && !isKnown(target.key) ? (
          <label className="flex items-center gap-2 text-xs text-muted">
            {t("type")}
            <select
              value={target.type}
              onChange={(event) =>
                onChange({ ...target, type: TYPES.find((type) => type === event.target.value) ?? "text" })
              }
              className="input h-8 flex-1 py-0 text-xs"
            >
              {TYPES.map((type) => (
                <option key={type} value={type}>
                  {t(`types.${type}`)}
                </option>
              ))}
            </select>
          </label>
        ) : null}
      </div>
    </div>
  );
};
