"use client";

import { FilePlus2, LoaderCircle } from "lucide-react";
import { useTranslations } from "next-intl";

/** A template; `html` as a made-up recipient would get it. */
export type TemplateChoice = { id: string; name: string; html: string };

type TemplatePickerProps = {
  templates: TemplateChoice[];
  isPending: boolean;
  pendingId: string | null;
  onPick: (templateId: string) => void;
  onBlank: () => void;
};

/** The workspace's templates drawn small, and an empty page. */
export const TemplatePicker = ({ templates, isPending, pendingId, onPick, onBlank }: TemplatePickerProps) => {
  const t = useTranslations("campaigns.contentStep.choose");
  return (
    <ul className="grid grid-cols-2 gap-4 md:grid-cols-3 xl:grid-cols-5">
      <li>
        <button type="button" disabled={isPending} onClick={onBlank} className={cardClass}>
          <span className="flex h-52 w-full items-center justify-center bg-surface-secondary text-muted">
            <FilePlus2 aria-hidden className="size-8" strokeWidth={1.5} />
          </span>
          <span className={nameClass}>{t("blank")}</span>
        </button>
      </li>
      {templates.map((template) => (
        <li key={template.id}>
          <button
            type="button"
            disabled={isPending}
            onClick={() => onPick(template.id)}
            className={cardClass}
          >
            <span className="relative block h-52 w-full overflow-hidden bg-white">
              <iframe
                title={template.name}
                sandbox=""
                tabIndex={-1}
                aria-hidden
                srcDoc={template.html}
                className="pointer-events-none h-[640px] w-[600px] origin-top-left scale-[0.36] border-0"
              />
              {isPending && pendingId === template.id ? (
                <LoaderCircle
                  aria-hidden
                  className="absolute inset-0 m-auto size-6 animate-spin text-black"
                />
              ) : null}
            </span>
            <span className={nameClass}>{template.name}</span>
          </button>
        </li>
      ))}
    </ul>
  );
};

const cardClass =
  "flex w-full flex-col overflow-hidden rounded-lg border border-border bg-surface text-left hover:border-accent focus-visible:outline-2 outline-focus disabled:opacity-60";
const nameClass = "w-full truncate border-t border-separator px-3 py-2 text-sm";
