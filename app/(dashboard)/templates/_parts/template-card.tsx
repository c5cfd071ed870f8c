import Link from "next/link";
import { useTranslations } from "next-intl";
import { PreviewFrame } from "#app/_editor/preview-frame.tsx";
import { TimeStamp } from "#app/_ui/time-stamp.tsx";
import type { TemplateCard as Card } from "#lib/content/template.ts";
import { TemplateMenu } from "./template-menu.tsx";

type TemplateCardProps = { template: Card; isArchived: boolean; canWrite: boolean };

/** One template: its mail drawn small, its name, when it changed, what can be done with it. */
export const TemplateCard = ({ template, isArchived, canWrite }: TemplateCardProps) => {
  const t = useTranslations("content.card");
  const { id, name, html, updatedAt } = template;
  return (
    <article className="group relative flex flex-col overflow-hidden rounded-lg border border-border bg-surface focus-within:border-accent hover:border-accent">
      <PreviewFrame
        html={html}
        title={t("preview", { name })}
        width={640}
        isPicture
        className="h-60 border-b border-separator bg-surface-secondary"
      />
      <div className="flex items-center justify-between gap-2 px-4 py-3">
        <div className="flex min-w-0 flex-col">
          <h2 className="truncate text-sm font-medium">
            <Link
              href={`/templates/${id}`}
              className="outline-none after:absolute after:inset-0"
              title={name}
            >
              {name}
            </Link>
          </h2>
          <p className="text-xs text-muted">
            {t("changed")} <TimeStamp at={updatedAt} />
          </p>
        </div>
        {canWrite ? (
          <div className="relative z-10">
            <TemplateMenu id={id} name={name} isArchived={isArchived} />
          </div>
        ) : null}
      </div>
    </article>
  );
};
