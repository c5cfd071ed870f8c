"use client";

import { Button, toast } from "@heroui/react";
import { Copy } from "lucide-react";
import { useTranslations } from "next-intl";

type CopyTextProps = { label: string; help?: string; text: string; canCopy?: boolean };

/** A labelled text that is to be pasted somewhere else, with a button that copies it. A row of a definition list. */
export const CopyText = ({ label, help, text, canCopy = false }: CopyTextProps) => {
  const t = useTranslations("domains.copy");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      toast.success(t("copied"));
    } catch {
      // Without https, or without leave, browsers give no clipboard.
      toast.danger(t("failed"));
    }
  };
  return (
    <div className="flex flex-col gap-1">
      <dt className="text-xs font-medium text-muted">{label}</dt>
      <dd className="flex flex-col gap-1">
        <div className="flex items-start justify-between gap-2">
          <code className="min-w-0 rounded-md bg-default px-2 py-1 font-mono text-xs select-all wrap-anywhere">
            {text}
          </code>
          {canCopy ? (
            <Button
              variant="ghost"
              size="sm"
              isIconOnly
              className="-my-1 shrink-0"
              aria-label={t("label", { what: label })}
              onPress={() => void copy()}
            >
              <Copy aria-hidden />
            </Button>
          ) : null}
        </div>
        {help ? <span className="text-xs text-muted">{help}</span> : null}
      </dd>
    </div>
  );
};
