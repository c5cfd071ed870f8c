"use client";

import { Button } from "@heroui/react";
import { Check, CloudOff, LoaderCircle } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { messageText } from "#app/_ui/message-text.ts";
import { Notice } from "#app/_ui/notice.tsx";
import type { CampaignDraft } from "#lib/drafts/campaign-draft.ts";
import type { SaveStatus } from "./use-draft.ts";

/** Whether what was typed is safe. */
export const SaveState = ({ status, onRetry }: { status: SaveStatus; onRetry: () => void }) => {
  const words = useTranslations();
  const t = useTranslations("campaigns.saving");
  const router = useRouter();
  switch (status.kind) {
    case "saved":
      return (
        <span role="status" className="flex items-center gap-1.5 text-sm text-muted">
          <Check aria-hidden className="size-4" />
          {t("saved")}
        </span>
      );
    case "pending":
    case "saving":
      return (
        <span role="status" className="flex items-center gap-1.5 text-sm text-muted">
          <LoaderCircle aria-hidden className="size-4 animate-spin" />
          {t("saving")}
        </span>
      );
    case "conflict":
      return <span className="text-sm text-warning-soft-foreground">{t("waiting")}</span>;
    case "closed":
      return (
        <span role="alert" className="flex items-center gap-2 text-sm text-danger-soft-foreground">
          {t("closed")}
          <Button size="sm" variant="secondary" onPress={() => router.refresh()}>
            {t("look")}
          </Button>
        </span>
      );
    case "failed":
      return (
        <span role="alert" className="flex flex-wrap items-center gap-2 text-sm text-danger-soft-foreground">
          <CloudOff aria-hidden className="size-4" />
          {messageText(words, status.message)}
          <Button size="sm" variant="secondary" onPress={onRetry}>
            {t("retry")}
          </Button>
        </span>
      );
  }
};

type SaveConflictProps = {
  draft: CampaignDraft;
  status: Extract<SaveStatus, { kind: "conflict" }>;
  onResolve: (choice: "mine" | "theirs") => void;
};

/** Both versions of what two people wrote, side by side, until one is chosen: nobody's words are lost. */
export const SaveConflict = ({ draft, status, onResolve }: SaveConflictProps) => {
  const t = useTranslations("campaigns.saving.conflict");
  const shown = (value: CampaignDraft[keyof CampaignDraft]) =>
    typeof value === "string" && value !== "" ? value.slice(0, 400) : t("notText");
  return (
    <Notice
      tone="warning"
      title={t("title")}
      action={
        <span className="flex flex-wrap gap-2">
          <Button size="sm" variant="secondary" onPress={() => onResolve("theirs")}>
            {t("takeTheirs")}
          </Button>
          <Button size="sm" variant="secondary" onPress={() => onResolve("mine")}>
            {t("keepMine")}
          </Button>
        </span>
      }
    >
      <dl className="flex flex-col gap-3">
        {status.fields.map((field) => (
          <div key={field} className="flex flex-col gap-1">
            <dt className="font-medium">{t(`field.${field}`)}</dt>
            <dd>{t("mine", { text: shown(draft[field]) })}</dd>
            <dd>{t("theirs", { text: shown(status.theirs[field]) })}</dd>
          </div>
        ))}
      </dl>
    </Notice>
  );
};
