"use client";

import { Button, Spinner } from "@heroui/react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useState, useTransition } from "react";
import { askAction } from "#app/_ui/ask-action.ts";
import { ConfirmDialog } from "#app/_ui/confirm-dialog.tsx";
import { messageText } from "#app/_ui/message-text.ts";
import { Notice } from "#app/_ui/notice.tsx";
import { Section } from "#app/_ui/section.tsx";
import { TimeStamp } from "#app/_ui/time-stamp.tsx";
import type { SendTime } from "#lib/campaigns/schedule-campaign.ts";
import type { CampaignReview } from "#lib/checks/review-campaign.ts";
import type { CampaignDraft } from "#lib/drafts/campaign-draft.ts";
import { readLocalMoment, writeLocalMoment } from "#lib/timing/campaign-schedule.ts";
import { isWindowOpen, nextOpening, windowOf } from "#lib/timing/send-window.ts";
import { review as readReview, send } from "../actions.ts";
import { AudienceSumTable } from "./audience-sum-table.tsx";
import { CheckList } from "./check-list.tsx";
import type { ComposerStepName } from "./composer-step.ts";
import { PaceWords } from "./pace-words.tsx";
import { TestSend } from "./test-send.tsx";

type ReviewStepProps = {
  id: string;
  draft: CampaignDraft;
  change: (patch: Partial<CampaignDraft>) => void;
  flush: () => Promise<boolean>;
  go: (step: ComposerStepName) => void;
  ownAddress: string;
};

type Telling = { tone: "warning" | "danger"; text: string };

/** Is it ready to go? Each line says what is right, what may be better and what must be mended, and leads there. */
export const ReviewStep = ({ id, draft, change, flush, go, ownAddress }: ReviewStepProps) => {
  const words = useTranslations();
  const t = useTranslations("campaigns.review");
  const router = useRouter();
  const [found, setFound] = useState<CampaignReview>();
  const [telling, setTelling] = useState<Telling>();
  const [isAskingPast, setAskingPast] = useState(false);
  const [isSending, startSending] = useTransition();
  const named = found?.audience.audience ?? 0;

  const look = async () => {
    if (!(await flush())) return setTelling({ tone: "danger", text: t("notSaved") });
    const { data, serverError } = await askAction(readReview, { id });
    setTelling(
      data
        ? undefined
        : { tone: "danger", text: messageText(words, serverError?.message ?? "errors.unreachable") },
    );
    if (data) setFound(data);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the step is opened
  useEffect(() => void look(), []);

  const press = (when: SendTime) => {
    setTelling(undefined);
    startSending(async () => {
      if (!(await flush())) return setTelling({ tone: "danger", text: t("notSaved") });
      const { data, serverError } = await askAction(send, { id, when, named });
      if (!data) {
        return setTelling({
          tone: "danger",
          text: messageText(words, serverError?.message ?? "errors.unexpected"),
        });
      }
      switch (data.kind) {
        case "launched":
        case "scheduled":
        case "already":
        case "not_found":
          return router.refresh();
        case "past":
          return setAskingPast(true);
        case "invalid_time":
          return setTelling({ tone: "danger", text: t("invalidTime") });
        case "not_ready":
          setTelling({ tone: "danger", text: t("notReady") });
          return look();
        case "audience_grew":
          await look();
          return setTelling({ tone: "warning", text: t("grew", { before: named, now: data.audience }) });
      }
    });
  };

  const opensAt = laterOpening(draft);
  const hasPassed = found?.checks.some(({ key }) => key === "schedule_past") ?? false;

  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_24rem]">
      <Section title={t("title")}>
        {found ? <CheckList checks={found.checks} go={go} /> : <CheckSkeleton label={t("looking")} />}
      </Section>
      <div className="flex flex-col gap-6">
        <Section title={t("audience")}>
          <AudienceSumTable
            id={id}
            chosen={{ includeListIds: draft.includeListIds, excludeListIds: draft.excludeListIds }}
            sum={found?.audience}
          />
          {telling ? <Notice tone={telling.tone}>{telling.text}</Notice> : null}
          <div className="flex flex-col gap-2">
            <Button
              size="lg"
              fullWidth
              isDisabled={!found?.isReady}
              isPending={isSending}
              onPress={() => press(sendTime(draft))}
            >
              {isSending ? <Spinner color="current" size="sm" /> : null}
              {found ? t(draft.scheduledAt === null ? "send" : "schedule", { count: named }) : t("looking")}
            </Button>
            <p className="text-center text-xs text-muted">
              {hasPassed
                ? t("passed")
                : draft.scheduledAt === null && opensAt === null
                  ? t("now")
                  : t.rich(opensAt === null ? "at" : "opens", {
                      time: () => (
                        <TimeStamp at={opensAt ?? draft.scheduledAt ?? ""} timeZone={draft.timeZone} />
                      ),
                    })}
            </p>
            {found ? <PaceWords draft={draft} audience={named} /> : null}
            {found && !found.isReady ? (
              <p className="text-center text-xs text-danger-soft-foreground">{t("stopped")}</p>
            ) : null}
          </div>
        </Section>
        <Section title={t("test")}>
          <TestSend id={id} ownAddress={ownAddress} flush={flush} />
        </Section>
      </div>
      <ConfirmDialog
        isOpen={isAskingPast}
        onOpenChange={setAskingPast}
        title={t("past.title", { count: named })}
        confirmLabel={t("past.confirm")}
        onConfirm={() => {
          change({ scheduledAt: null });
          press({ kind: "now" });
        }}
      >
        {t("past.body")}
      </ConfirmDialog>
    </div>
  );
};

/** When its hours begin, if they have not at the time it is meant to go. Null where everybody has hours of their own. */
const laterOpening = (draft: CampaignDraft): Date | null => {
  const window = windowOf(draft);
  const start = draft.scheduledAt === null ? new Date() : new Date(draft.scheduledAt);
  if (window === null || draft.recipientTime || isWindowOpen(window, start)) return null;
  return nextOpening(window, start);
};

const sendTime = ({ scheduledAt, timeZone }: CampaignDraft): SendTime => {
  if (scheduledAt === null) return { kind: "now" };
  const local = writeLocalMoment(new Date(scheduledAt), timeZone);
  const moment = readLocalMoment(local, timeZone);
  const later = moment.kind === "overlap" && moment.later.toISOString() === scheduledAt;
  return { kind: "at", local, timeZone, later };
};

const CheckSkeleton = ({ label }: { label: string }) => (
  <div aria-busy className="flex flex-col gap-4">
    <span className="sr-only">{label}</span>
    {[70, 55, 80, 60, 75].map((width) => (
      <div key={width} className="h-5 animate-pulse rounded-md bg-default" style={{ width: `${width}%` }} />
    ))}
  </div>
);
