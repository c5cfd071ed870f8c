"use client";

import { Button, Spinner } from "@heroui/react";
import { useRouter } from "next/navigation";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { ActionButton } from "#app/_ui/action-button.tsx";
import { Notice } from "#app/_ui/notice.tsx";
import { Section } from "#app/_ui/section.tsx";
import { useRunAction } from "#app/_ui/use-run-action.ts";
import type { Attribute } from "#lib/contacts/attribute.ts";
import type { ColumnTarget } from "#lib/imports/csv-mapping.ts";
import type { StoredDialect } from "#lib/imports/import.ts";
import { discardUploaded, startUploaded } from "../../actions.ts";
import { ColumnRow } from "./column-row.tsx";
import { ListField, type ListState, listChoice } from "./list-field.tsx";

type MappingFormProps = {
  id: string;
  fileName: string;
  sizeBytes: number;
  dialect: StoredDialect;
  guesses: { withHeader: ColumnTarget[]; withoutHeader: ColumnTarget[] };
  attributes: Attribute[];
  lists: { id: string; name: string }[];
};

const DELIMITERS = { ",": "comma", ";": "semicolon", "\t": "tab" } as const;

/** Which column is what, shown with the file's first rows, and the list that the people go on. */
export const MappingForm = ({
  id,
  fileName,
  sizeBytes,
  dialect,
  guesses,
  attributes,
  lists,
}: MappingFormProps) => {
  const t = useTranslations("contacts.mapping");
  const format = useFormatter();
  const router = useRouter();
  const [hasHeader, setHasHeader] = useState(dialect.hasHeader);
  const [columns, setColumns] = useState(hasHeader ? guesses.withHeader : guesses.withoutHeader);
  const [list, setList] = useState<ListState>({
    chosen: lists[0]?.id ?? "new",
    newName: fileName.replace(/\.[^.]*$/, ""),
  });
  const { run, isPending } = useRunAction(startUploaded, { onSuccess: () => router.refresh() });
  const header = hasHeader ? (dialect.sample[0] ?? []) : [];
  const rows = hasHeader ? dialect.sample.slice(1) : dialect.sample;
  const isLarge = sizeBytes >= 10 * 1_048_576;
  const hasEmail = columns.some(({ to }) => to === "email");

  const toggleHeader = (on: boolean) => {
    setHasHeader(on);
    setColumns(on ? guesses.withHeader : guesses.withoutHeader);
  };
  /** A field of a contact's own has one column: the one it had before is left out. */
  const setColumn = (changed: number, target: ColumnTarget) =>
    setColumns(
      columns.map((current, index) => {
        if (index === changed) return target;
        return isSameField(current, target) ? { to: "skip" } : current;
      }),
    );

  return (
    <>
      {hasEmail ? null : (
        <Notice tone="danger" title={t("noEmail")}>
          {t("noEmailDetail")}
        </Notice>
      )}
      <Section
        title={t("title")}
        description={t("description", {
          delimiter: t(`delimiter.${DELIMITERS[dialect.delimiter]}`),
          encoding: dialect.encoding.toUpperCase().replace("WINDOWS", "Windows"),
          size: isLarge
            ? format.number(Math.round(sizeBytes / 1_048_576), { style: "unit", unit: "megabyte" })
            : format.number(Math.ceil(sizeBytes / 1_024), { style: "unit", unit: "kilobyte" }),
        })}
      >
        <label className="flex w-fit items-center gap-2 text-sm">
          <input
            type="checkbox"
            checked={hasHeader}
            onChange={({ target }) => toggleHeader(target.checked)}
            className="size-4 accent-(--accent)"
          />
          {t("hasHeader")}
        </label>
        <div className="flex flex-col divide-y divide-separator">
          <div className="grid gap-4 pb-2 text-xs font-medium text-muted max-md:hidden md:grid-cols-3">
            <span>{t("column")}</span>
            <span>{t("values")}</span>
            <span>{t("becomes")}</span>
          </div>
          {columns.map((target, index) => (
            <ColumnRow
              // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place in the file
              key={index}
              name={header[index]?.trim() || t("columnNumber", { number: index + 1 })}
              values={rows.map((cells) => cells[index] ?? "")}
              target={target}
              proposed={(hasHeader ? guesses.withHeader : guesses.withoutHeader)[index]}
              attributes={attributes}
              onChange={(changed) => setColumn(index, changed)}
            />
          ))}
        </div>
      </Section>
      <Section title={t("listTitle")} description={t("listHelp")}>
        <ListField lists={lists} value={list} onChange={setList} />
      </Section>
      <p className="max-w-prose text-sm text-muted">{t("promise")}</p>
      <div className="flex flex-wrap gap-2">
        <Button
          isPending={isPending}
          isDisabled={!hasEmail || (list.chosen === "new" && list.newName.trim() === "")}
          onPress={() => run({ id, hasHeader, mapping: { columns, list: listChoice(list) } })}
        >
          {isPending ? <Spinner color="current" size="sm" /> : null}
          {t("start")}
        </Button>
        <ActionButton action={discardUploaded} input={{ id }} variant="tertiary">
          {t("discard")}
        </ActionButton>
      </div>
    </>
  );
};

const isSameField = (one: ColumnTarget, other: ColumnTarget): boolean => {
  if (one.to === "skip") return false;
  if (one.to === "attribute" && other.to === "attribute") return one.key === other.key;
  return one.to === other.to && one.to !== "attribute";
};
