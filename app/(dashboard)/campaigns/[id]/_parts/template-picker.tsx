"use client";

import { FilePlus2, LoaderCircle } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { PreviewFrame } from "#app/_editor/preview-frame.tsx";
import type { Starter } from "#lib/content/starter-templates.ts";

/** A template; `html` as a made-up recipient would get it. */
export type TemplateChoice = { id: string; name: string; html: string };
export type StarterChoice = Omit<TemplateChoice, "id"> & { starter: Starter };
export type ContentSource = { templateId: string } | { starter: Starter };

type TemplatePickerProps = {
  templates: TemplateChoice[];
  starters: StarterChoice[];
  /** What is being fetched. */
  pending: ContentSource | null;
  onPick: (source: ContentSource) => void;
  onBlank: () => void;
};

/** The workspace's templates drawn small, the starters, and an empty page. */
export const TemplatePicker = ({ templates, starters, pending, onPick, onBlank }: TemplatePickerProps) => {
  const t = useTranslations("campaigns.contentStep.choose");
  const isPending = pending !== null;
  return (
    <div className="flex flex-col gap-6">
      {templates.length > 0 ? (
        <Group title={t("own")}>
          {templates.map(({ id, name, html }) => (
            <Card key={id} name={name} isDisabled={isPending} onPick={() => onPick({ templateId: id })}>
              <Picture
                name={name}
                html={html}
                isPending={pending !== null && "templateId" in pending && pending.templateId === id}
              />
            </Card>
          ))}
        </Group>
      ) : null}
      <Group title={t("starters")}>
        {starters.map(({ starter, name, html }) => (
          <Card key={starter} name={name} isDisabled={isPending} onPick={() => onPick({ starter })}>
            <Picture
              name={name}
              html={html}
              isPending={pending !== null && "starter" in pending && pending.starter === starter}
            />
          </Card>
        ))}
        <Card name={t("blank")} isDisabled={isPending} onPick={onBlank}>
          <span className="flex h-52 w-full items-center justify-center bg-surface-secondary text-muted">
            <FilePlus2 aria-hidden className="size-8" strokeWidth={1.5} />
          </span>
        </Card>
      </Group>
    </div>
  );
};

const Group = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="flex flex-col gap-3">
    <h3 className="text-sm font-medium text-muted">{title}</h3>
    <ul className="grid grid-cols-2 gap-4 md:grid-cols-3 xl:grid-cols-5">{children}</ul>
  </section>
);

type CardProps = { name: string; isDisabled: boolean; onPick: () => void; children: ReactNode };

const Card = ({ name, isDisabled, onPick, children }: CardProps) => (
  <li>
    <button
      type="button"
      disabled={isDisabled}
      onClick={onPick}
      className="flex w-full flex-col overflow-hidden rounded-lg border border-border bg-surface text-left outline-focus hover:border-accent focus-visible:outline-2 disabled:opacity-60"
    >
      {children}
      <span className="w-full truncate border-t border-separator px-3 py-2 text-sm">{name}</span>
    </button>
  </li>
);

const Picture = ({ name, html, isPending }: { name: string; html: string; isPending: boolean }) => (
  <span className="relative block w-full">
    <PreviewFrame html={html} title={name} width={640} isPicture className="h-52 bg-white" />
    {isPending ? (
      <LoaderCircle aria-hidden className="absolute inset-0 m-auto size-6 animate-spin text-black" />
    ) : null}
  </span>
);
