"use client";

import { FileText, Monitor, Moon, Smartphone } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { FoundContact } from "./actions.ts";
import { ChoiceBar } from "./choice-bar.tsx";
import { ContactPicker } from "./contact-picker.tsx";
import { PreviewFrame } from "./preview-frame.tsx";
import { SizeMeter } from "./size-meter.tsx";
import type { PreviewState } from "./use-preview.ts";

type Look = "desktop" | "phone" | "dark" | "text";

/** Room for a mail's usual 600 px with some of the window around it, and the narrowest telephone in use. */
const DESKTOP_WIDTH = 720;
const PHONE_WIDTH = 390;

type MailPreviewProps = {
  state: PreviewState;
  /** Whether the mail has a subject and a preheader to show as an inbox would. */
  hasInboxLine: boolean;
  onPickContact: (contact: FoundContact | null) => void;
};

/** What a recipient will see, four ways. */
export const MailPreview = ({ state, hasInboxLine, onPickContact }: MailPreviewProps) => {
  const t = useTranslations("content.preview");
  const [look, setLook] = useState<Look>("desktop");
  const { preview, isUpdating, isStale, hasFailed } = state;
  return (
    <section aria-label={t("label")} className="flex h-full min-h-0 flex-col">
      <div className="flex flex-wrap items-center justify-between gap-2 border-b border-separator px-3 py-2">
        <ChoiceBar
          label={t("as")}
          value={look}
          onChange={setLook}
          options={[
            { value: "desktop", label: t("desktop"), icon: Monitor },
            { value: "phone", label: t("phone"), icon: Smartphone },
            { value: "dark", label: t("dark"), icon: Moon },
            { value: "text", label: t("text"), icon: FileText },
          ]}
        />
        <ContactPicker onPick={onPickContact} />
      </div>
      {hasInboxLine && preview ? (
        <p className="truncate border-b border-separator px-3 py-2 text-sm">
          <span className="font-semibold">{preview.subject || t("noSubject")}</span>{" "}
          <span className="text-muted">{preview.preheader}</span>
        </p>
      ) : null}
      <div
        className={`relative flex min-h-0 flex-1 justify-center ${look === "dark" ? "bg-black" : "bg-surface-secondary"} ${isStale ? "opacity-50" : ""}`}
      >
        <PreviewBody look={look} state={state} />
      </div>
      <div className="flex h-9 items-center justify-between gap-3 border-t border-separator px-3">
        {preview && preview.sizeBytes > 0 ? <SizeMeter sizeBytes={preview.sizeBytes} /> : <span />}
        <span aria-live="polite" className={`text-xs ${hasFailed ? "text-danger" : "text-muted"}`}>
          {hasFailed ? t("failed") : isUpdating ? t("updating") : isStale ? t("nothing") : null}
        </span>
      </div>
    </section>
  );
};

const PreviewBody = ({ look, state: { preview, isUpdating } }: { look: Look; state: PreviewState }) => {
  const t = useTranslations("content.preview");
  if (!preview) return <div aria-hidden className="m-6 w-full animate-pulse rounded-lg bg-default" />;
  if (preview.html === "") {
    return (
      <p className="m-auto max-w-80 p-6 text-center text-sm text-muted">{isUpdating ? null : t("nothing")}</p>
    );
  }
  if (look === "text") {
    return (
      <pre className="size-full overflow-auto bg-surface p-6 font-mono text-sm whitespace-pre-wrap wrap-anywhere">
        {preview.text}
      </pre>
    );
  }
  const isPhone = look === "phone";
  return (
    <PreviewFrame
      html={preview.html}
      title={t("frame")}
      width={isPhone ? PHONE_WIDTH : DESKTOP_WIDTH}
      isDark={look === "dark"}
      className={isPhone ? "h-full w-full max-w-[390px] border-x border-separator" : "size-full"}
    />
  );
};
