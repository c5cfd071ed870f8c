"use client";

import { Button, toast } from "@heroui/react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { MailEditor } from "#app/_editor/mail-editor.tsx";
import { Section } from "#app/_ui/section.tsx";
import { useRunAction } from "#app/_ui/use-run-action.ts";
import type { CampaignDraft } from "#lib/drafts/campaign-draft.ts";
import { readTemplateContent } from "../actions.ts";
import { blankMjml } from "./blank-mjml.ts";
import { DraftText } from "./draft-text.tsx";
import { InboxLine } from "./inbox-line.tsx";
import {
  type ContentSource,
  type StarterChoice,
  type TemplateChoice,
  TemplatePicker,
} from "./template-picker.tsx";

type ContentStepProps = {
  draft: CampaignDraft;
  change: (patch: Partial<CampaignDraft>) => void;
  flush: () => Promise<boolean>;
  templates: TemplateChoice[];
  starters: StarterChoice[];
  mergeFields: { path: string; label: string | null }[];
  senderName: string | null;
};

/** What it says: the line in the inbox, and the mail itself as a copy of a template or written here. */
export const ContentStep = ({
  draft,
  change,
  flush,
  templates,
  starters,
  mergeFields,
  senderName,
}: ContentStepProps) => {
  const t = useTranslations("campaigns.contentStep");
  const [isChoosing, setChoosing] = useState(draft.mjml.trim() === "");
  const [chosen, setChosen] = useState<ContentSource | null>(null);

  const replaceWith = (content: Pick<CampaignDraft, "mjml" | "text" | "templateId">) => {
    const before = { mjml: draft.mjml, text: draft.text, templateId: draft.templateId };
    change(content);
    setChoosing(false);
    setChosen(null);
    if (before.mjml.trim() === "") return;
    toast.success(t("replaced"), {
      timeout: 12_000,
      actionProps: { children: t("undo"), onPress: () => change(before) },
    });
  };
  const { run, isPending } = useRunAction(readTemplateContent, {
    onSuccess: (content) =>
      replaceWith({ ...content, templateId: chosen && "templateId" in chosen ? chosen.templateId : null }),
  });

  return (
    <div className="flex flex-col gap-6">
      <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-[minmax(0,1fr)_390px]">
        <div className="flex flex-col gap-4">
          <DraftText
            label={t("subject")}
            help={t("subjectHelp", { count: draft.subject.length })}
            value={draft.subject}
            maxLength={998}
            onChange={(subject) => change({ subject })}
          />
          <DraftText
            label={t("preheader")}
            help={t("preheaderHelp")}
            value={draft.preheader}
            maxLength={500}
            onChange={(preheader) => change({ preheader })}
          />
        </div>
        <InboxLine sender={senderName} subject={draft.subject} preheader={draft.preheader} />
      </div>

      {isChoosing ? (
        <Section
          title={t("choose.title")}
          description={t("choose.description")}
          action={
            draft.mjml.trim() === "" ? undefined : (
              <Button size="sm" variant="tertiary" onPress={() => setChoosing(false)}>
                {t("choose.keep")}
              </Button>
            )
          }
        >
          <TemplatePicker
            templates={templates}
            starters={starters}
            pending={isPending ? chosen : null}
            onPick={(source) => {
              setChosen(source);
              run(source);
            }}
            onBlank={() =>
              replaceWith({
                mjml: blankMjml(t("blank.text"), t("blank.unsubscribe")),
                text: null,
                templateId: null,
              })
            }
          />
        </Section>
      ) : (
        <section className="flex flex-col gap-3">
          <header className="flex items-center justify-between gap-4">
            <h2 className="text-base font-semibold">{t("mail")}</h2>
            <Button size="sm" variant="secondary" onPress={() => setChoosing(true)}>
              {t("choose.other")}
            </Button>
          </header>
          <MailEditor
            key={draft.templateId ?? "own"}
            value={{ mjml: draft.mjml, text: draft.text }}
            onChange={({ mjml, text }) => change({ mjml, text })}
            subject={draft.subject}
            preheader={draft.preheader}
            purpose="campaign"
            mergeFields={mergeFields}
            onSave={() => void flush()}
          />
        </section>
      )}
    </div>
  );
};
