"use client";

import { Button, Dropdown } from "@heroui/react";
import { Braces } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useMemo, useRef, useState } from "react";
import type { MergeField } from "#lib/content/read-merge-fields.ts";
import type { ContentPart, ContentProblem } from "#lib/liquid/content-problem.ts";
import type { FoundContact } from "./actions.ts";
import { ChoiceBar } from "./choice-bar.tsx";
import { CodeArea, type CodeAreaHandle } from "./code-area.tsx";
import { fieldSource } from "./liquid-completion.ts";
import { MailPreview } from "./mail-preview.tsx";
import { ProblemList } from "./problem-list.tsx";
import { problemText } from "./problem-text.ts";
import { usePreview } from "./use-preview.ts";

/** What is edited; `text: null` means that the plain-text part is made from the HTML. */
export type MailSource = { mjml: string; text: string | null };

type MailEditorProps = {
  value: MailSource;
  onChange: (value: MailSource) => void;
  mergeFields: MergeField[];
  purpose: "template" | "campaign";
  /** With a subject, it and the preheader are checked and shown as an inbox would. */
  subject?: string;
  preheader?: string;
  /** Ctrl or Cmd with S. */
  onSave?: () => void;
  /** After each check, a moment after typing stops. */
  onChecked?: (problems: ContentProblem[]) => void;
  onPickContact?: (contact: FoundContact | null) => void;
  isReadOnly?: boolean;
};

/** Source on the left, what a recipient will see on the right; one below the other's tab where there is less room. */
export const MailEditor = (props: MailEditorProps) => {
  const {
    value,
    onChange,
    mergeFields,
    purpose,
    subject,
    preheader,
    onSave,
    onChecked,
    isReadOnly = false,
  } = props;
  const t = useTranslations("content");
  const [part, setPart] = useState<"mjml" | "text">("mjml");
  const [shown, setShown] = useState<"code" | "preview">("code");
  const [contactId, setContactId] = useState<string | null>(null);
  const code = useRef<CodeAreaHandle>(null);
  const [goTo, setGoTo] = useState<{ part: ContentPart; line: number }>();
  const state = usePreview({
    ...value,
    subject: subject ?? "",
    preheader: preheader ?? "",
    purpose,
    contactId,
  });
  const problems = useMemo(() => state.preview?.problems ?? [], [state.preview]);
  const fields = useMemo(
    () =>
      mergeFields.map(({ path, label }) => ({
        path,
        label: label ?? t(FIELD_LABEL[path] ?? "editor.insertField"),
      })),
    [mergeFields, t],
  );
  const marks = useMemo(
    () =>
      problems.flatMap((problem) =>
        problem.part === part && problem.line !== null
          ? [{ line: problem.line, severity: problem.severity, text: problemText(t, problem) }]
          : [],
      ),
    [problems, part, t],
  );

  const checked = useRef(onChecked);
  checked.current = onChecked;
  useEffect(() => {
    if (state.preview) checked.current?.(state.preview.problems);
  }, [state.preview]);

  useEffect(() => {
    if (goTo) code.current?.goToLine(goTo.line);
  }, [goTo]);

  const pickContact = (contact: FoundContact | null) => {
    setContactId(contact?.id ?? null);
    props.onPickContact?.(contact);
  };
  const isOwnText = value.text !== null;
  const source = part === "mjml" ? value.mjml : (value.text ?? state.preview?.textSource ?? "");

  return (
    <div className="flex flex-col gap-2">
      <div className="lg:hidden">
        <ChoiceBar
          label={t("editor.view")}
          value={shown}
          onChange={setShown}
          options={[
            { value: "code", label: t("editor.code") },
            { value: "preview", label: t("editor.preview") },
          ]}
        />
      </div>
      <div className="grid h-[calc(100dvh-13rem)] min-h-[28rem] overflow-hidden rounded-lg border border-border bg-surface lg:grid-cols-2">
        <div
          className={`flex min-h-0 min-w-0 flex-col border-separator lg:border-r ${shown === "code" ? "" : "max-lg:hidden"}`}
        >
          <div className="flex flex-wrap items-center justify-between gap-2 border-b border-separator px-3 py-2">
            <ChoiceBar
              label={t("editor.source")}
              value={part}
              onChange={setPart}
              options={[
                { value: "mjml", label: t("editor.mjml") },
                { value: "text", label: t("editor.plainText") },
              ]}
            />
            {isReadOnly || (part === "text" && !isOwnText) ? null : (
              <Dropdown>
                <Button size="sm" variant="secondary" aria-label={t("editor.insertFieldLabel")}>
                  <Braces aria-hidden className="size-4" />
                  {t("editor.insertField")}
                </Button>
                <Dropdown.Popover placement="bottom end" className="max-h-80 overflow-y-auto">
                  <Dropdown.Menu
                    aria-label={t("editor.insertFieldLabel")}
                    onAction={(key) => code.current?.insert(fieldSource(String(key)))}
                  >
                    {fields.map(({ path, label }) => (
                      <Dropdown.Item key={path} id={path} textValue={`${label} ${path}`}>
                        <span className="flex flex-col">
                          {label}
                          <span className="font-mono text-xs text-muted">{path}</span>
                        </span>
                      </Dropdown.Item>
                    ))}
                  </Dropdown.Menu>
                </Dropdown.Popover>
              </Dropdown>
            )}
          </div>
          {part === "text" ? (
            <div className="flex flex-wrap items-center justify-between gap-2 border-b border-separator px-3 py-2 text-sm text-muted">
              <span>{isOwnText ? null : t("editor.textFromHtml")}</span>
              {isReadOnly ? null : (
                <Button
                  size="sm"
                  variant="secondary"
                  onPress={() => onChange({ ...value, text: isOwnText ? null : source })}
                >
                  {isOwnText ? t("editor.useHtml") : t("editor.writeOwn")}
                </Button>
              )}
            </div>
          ) : null}
          <div className="min-h-0 flex-1">
            <CodeArea
              key={part}
              ref={code}
              label={part === "mjml" ? t("editor.mjmlLabel") : t("editor.textLabel")}
              language={part}
              value={source}
              onChange={(next) => {
                if (part === "mjml") onChange({ ...value, mjml: next });
                else if (isOwnText) onChange({ ...value, text: next });
              }}
              onSave={() => onSave?.()}
              problems={marks}
              fields={fields}
              isReadOnly={isReadOnly || (part === "text" && !isOwnText)}
            />
          </div>
          <div className="max-h-40 shrink-0 overflow-y-auto border-t border-separator" aria-live="polite">
            <ProblemList
              problems={problems}
              onGoTo={({ part: target, line }) => {
                if (line === null || (target !== "mjml" && target !== "text")) return;
                setPart(target);
                setGoTo({ part: target, line });
              }}
            />
          </div>
        </div>
        <div className={`min-h-0 min-w-0 ${shown === "preview" ? "" : "max-lg:hidden"}`}>
          <MailPreview state={state} hasInboxLine={subject !== undefined} onPickContact={pickContact} />
        </div>
      </div>
    </div>
  );
};

const FIELD_LABEL: Record<string, `editor.field.${FieldName}`> = {
  "contact.email": "editor.field.email",
  "contact.first_name": "editor.field.first_name",
  "contact.last_name": "editor.field.last_name",
  "contact.id": "editor.field.id",
  unsubscribe_url: "editor.field.unsubscribe_url",
  preferences_url: "editor.field.preferences_url",
  "campaign.name": "editor.field.campaign_name",
  "campaign.subject": "editor.field.campaign_subject",
};

type FieldName =
  | "email"
  | "first_name"
  | "last_name"
  | "id"
  | "unsubscribe_url"
  | "preferences_url"
  | "campaign_name"
  | "campaign_subject";
