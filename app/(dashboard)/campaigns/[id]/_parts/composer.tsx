"use client";

import { Check } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { StateChip } from "#app/_ui/state-chip.tsx";
import type { CampaignDraft } from "#lib/drafts/campaign-draft.ts";
import { canOpen, windowOf } from "#lib/timing/send-window.ts";
import { AudienceStep, type ListChoice } from "./audience-step.tsx";
import { type ComposerStepName, composerSteps } from "./composer-step.ts";
import { ContentStep } from "./content-step.tsx";
import { ReviewStep } from "./review-step.tsx";
import { SaveConflict, SaveState } from "./save-state.tsx";
import { type SenderChoice, SenderStep } from "./sender-step.tsx";
import type { StarterChoice, TemplateChoice } from "./template-picker.tsx";
import { useDraft } from "./use-draft.ts";

type ComposerProps = {
  id: string;
  first: CampaignDraft;
  firstStep: ComposerStepName;
  lists: ListChoice[];
  senders: SenderChoice[];
  templates: TemplateChoice[];
  starters: StarterChoice[];
  mergeFields: { path: string; label: string | null }[];
  timeZones: string[];
  ownAddress: string;
};

/** Writes a campaign in four steps that can be taken in any order; everything is saved while it is typed. */
export const Composer = (props: ComposerProps) => {
  const { id, first, firstStep, lists, senders, templates, starters, mergeFields, timeZones, ownAddress } =
    props;
  const t = useTranslations("campaigns.composer");
  const { draft, status, change, flush, resolve } = useDraft(id, first);
  const [step, setStep] = useState(firstStep);
  const steps = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: on a telephone the row of steps is wider than the screen
  useEffect(() => {
    steps.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [step]);
  const go = (next: ComposerStepName) => {
    setStep(next);
    window.history.replaceState(null, "", `/campaigns/${id}?step=${next}`);
    window.scrollTo({ top: 0 });
  };
  const hours = windowOf(draft);
  const isDone: Record<ComposerStepName, boolean> = {
    audience: draft.includeListIds.length > 0,
    content: draft.subject.trim() !== "" && draft.mjml.trim() !== "",
    sender: senders.some((sender) => sender.id === draft.senderId) && (hours === null || canOpen(hours)),
    review: false,
  };
  const next = composerSteps[composerSteps.indexOf(step) + 1];

  return (
    <>
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h1 className="sr-only">{draft.name}</h1>
        <input
          aria-label={t("name")}
          aria-invalid={draft.name.trim() === ""}
          value={draft.name}
          maxLength={200}
          onChange={({ target }) => change({ name: target.value })}
          className="-mx-2 min-w-0 flex-1 basis-full rounded-lg border border-transparent md:basis-0 bg-transparent px-2 py-1 text-xl font-semibold hover:border-border focus:border-focus focus:outline-none aria-invalid:border-danger"
        />
        <SaveState status={status} onRetry={() => void flush()} />
        <StateChip kind="campaign" state="draft" />
      </header>

      <nav ref={steps} aria-label={t("steps")} className="-mx-4 overflow-x-auto px-4 md:mx-0 md:px-0">
        <ol className="flex w-max min-w-full gap-1 border-b border-separator">
          {composerSteps.map((name, index) => (
            <li key={name}>
              <button
                type="button"
                {...(name === step ? { "aria-current": "step" as const } : {})}
                onClick={() => go(name)}
                className={`flex items-center gap-2 border-b-2 px-3 py-2.5 text-sm whitespace-nowrap outline-focus focus-visible:outline-2 ${
                  name === step
                    ? "border-accent font-medium"
                    : "border-transparent text-muted hover:text-foreground"
                }`}
              >
                <span
                  className={`flex size-5 items-center justify-center rounded-full text-xs tabular-nums ${
                    isDone[name] ? "bg-success-soft text-success-soft-foreground" : "bg-default"
                  }`}
                >
                  {isDone[name] ? <Check role="img" aria-label={t("done")} className="size-3" /> : index + 1}
                </span>
                {t(`step.${name}`)}
              </button>
            </li>
          ))}
        </ol>
      </nav>

      {status.kind === "conflict" ? <SaveConflict draft={draft} status={status} onResolve={resolve} /> : null}

      {step === "audience" ? <AudienceStep id={id} draft={draft} change={change} lists={lists} /> : null}
      {step === "content" ? (
        <ContentStep
          draft={draft}
          change={change}
          flush={flush}
          templates={templates}
          starters={starters}
          mergeFields={mergeFields}
          senderName={senders.find((sender) => sender.id === draft.senderId)?.name ?? null}
        />
      ) : null}
      {step === "sender" ? (
        <SenderStep draft={draft} change={change} senders={senders} timeZones={timeZones} />
      ) : null}
      {step === "review" ? (
        <ReviewStep id={id} draft={draft} flush={flush} change={change} go={go} ownAddress={ownAddress} />
      ) : null}

      {next ? (
        <footer className="flex justify-end border-t border-separator pt-4">
          <button
            type="button"
            onClick={() => go(next)}
            className={`button ${next === "review" ? "button--primary" : "button--secondary"}`}
          >
            {t("next", { step: t(`step.${next}`) })}
          </button>
        </footer>
      ) : null}
    </>
  );
};
