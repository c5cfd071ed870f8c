"use client";

import { Button, Spinner } from "@heroui/react";
import { buttonVariants } from "@heroui/styles";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { FoundContact } from "#app/_editor/actions.ts";
import { MailEditor, type MailSource } from "#app/_editor/mail-editor.tsx";
import { SendTestButton, type TestSender } from "#app/_editor/send-test-button.tsx";
import { Notice } from "#app/_ui/notice.tsx";
import { PageHeader } from "#app/_ui/page-header.tsx";
import { ToneChip } from "#app/_ui/tone-chip.tsx";
import type { MergeField } from "#lib/content/read-merge-fields.ts";
import { TemplateMenu } from "../../_parts/template-menu.tsx";
import { LeaveGuard } from "./leave-guard.tsx";
import { useTemplateSave } from "./use-template-save.ts";

type TemplateEditorProps = {
  template: { id: string; name: string; updatedAt: string; isArchived: boolean } & MailSource;
  mergeFields: MergeField[];
  senders: TestSender[];
  /** The person's own address, for tests. */
  ownAddress: string;
  isReadOnly: boolean;
};

/** Saves when told to, never over somebody else's work, and lets nobody lose theirs. */
export const TemplateEditor = (props: TemplateEditorProps) => {
  const { template, mergeFields, senders, ownAddress, isReadOnly } = props;
  const { id, name, isArchived } = template;
  const t = useTranslations("content");
  const [source, setSource] = useState<MailSource>({ mjml: template.mjml, text: template.text });
  const { save, isSame, isSaving, theirs, errorCount } = useTemplateSave(id, {
    source,
    updatedAt: template.updatedAt,
  });
  const [contact, setContact] = useState<FoundContact | null>(null);
  const [hasErrors, setHasErrors] = useState(false);
  const isDirty = !isSame(source);
  const status = isArchived ? (
    <ToneChip tone="neutral">{t("state.archived")}</ToneChip>
  ) : isDirty ? (
    <ToneChip tone="warning">{t("state.unsaved")}</ToneChip>
  ) : null;
  return (
    <>
      <PageHeader
        title={name}
        status={status}
        breadcrumb={[{ label: t("title"), href: "/templates" }]}
        action={
          isReadOnly ? null : (
            <>
              <TemplateMenu id={id} name={name} isArchived={isArchived} opensCopy />
              <SendTestButton
                source={source}
                subject={t("test.subjectDefault", { name })}
                senders={senders}
                to={ownAddress}
                contact={contact}
              />
              <Button isPending={isSaving} isDisabled={!isDirty && !theirs} onPress={() => save(source)}>
                {isSaving ? <Spinner color="current" size="sm" /> : null}
                {t("actions.save")}
              </Button>
            </>
          )
        }
      />
      {theirs ? (
        <Notice
          tone="warning"
          title={t("conflict.title")}
          action={
            <span className="flex flex-wrap gap-2">
              <a
                href={`/templates/${id}`}
                target="_blank"
                rel="noreferrer"
                className={buttonVariants({ variant: "secondary", size: "sm" })}
              >
                {t("conflict.open")}
              </a>
              <Button size="sm" variant="secondary" onPress={() => save(source, theirs)}>
                {t("conflict.overwrite")}
              </Button>
            </span>
          }
        >
          {t("conflict.body")}
        </Notice>
      ) : null}
      {errorCount > 0 && hasErrors ? (
        <Notice tone="danger" title={t("notSaved.title", { count: errorCount })} />
      ) : null}
      <MailEditor
        value={source}
        onChange={setSource}
        mergeFields={mergeFields}
        purpose="template"
        onSave={() => {
          if (!isReadOnly && isDirty) save(source);
        }}
        onChecked={(problems) => setHasErrors(problems.some(({ severity }) => severity === "error"))}
        onPickContact={setContact}
        isReadOnly={isReadOnly}
      />
      {isDirty && !isReadOnly ? <LeaveGuard name={name} /> : null}
    </>
  );
};
