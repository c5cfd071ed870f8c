"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { ActionButton } from "#app/_ui/action-button.tsx";
import { WorkProgress } from "#app/_ui/work-progress.tsx";
import { cancelRunning } from "../../actions.ts";

type Progress = { sizeBytes: number; processedBytes: number; rows: number; rejected: number };

const ASK_AGAIN_MS = 1_000;

/** How far an import is, asked every second; when it has ended the page shows what came of it. */
export const ImportProgress = ({ id, ...start }: Progress & { id: string }) => {
  const t = useTranslations("contacts.progress");
  const router = useRouter();
  const [progress, setProgress] = useState<Progress>(start);
  const [secondsLeft, setSecondsLeft] = useState<number>();

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    let isGone = false;
    let first: { at: number; bytes: number } | undefined;
    const ask = async () => {
      const answer = await fetch(`/api/contacts/import/${id}`).catch(() => undefined);
      if (isGone) return;
      if (answer?.ok) {
        const now = (await answer.json()) as Progress & { state: string };
        if (now.state !== "running" && now.state !== "uploading") {
          router.refresh();
          return;
        }
        setProgress(now);
        first ??= { at: performance.now(), bytes: now.processedBytes };
        const perSecond = ((now.processedBytes - first.bytes) * 1_000) / (performance.now() - first.at);
        setSecondsLeft(perSecond > 0 ? (now.sizeBytes - now.processedBytes) / perSecond : undefined);
      } else if (answer && answer.status !== 503) {
        router.refresh();
        return;
      }
      timer = setTimeout(() => void ask(), ASK_AGAIN_MS);
    };
    void ask();
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [id, router]);

  const { sizeBytes, processedBytes, rows, rejected } = progress;
  // The file is read to its end; how long the database takes to write it is not known.
  const isRead = sizeBytes > 0 && processedBytes >= sizeBytes;
  return (
    <div className="flex flex-col gap-3 rounded-lg border border-border bg-surface p-6">
      <WorkProgress
        label={t(isRead ? "merging" : "reading")}
        done={isRead ? rows : Math.ceil(processedBytes / 1_024)}
        total={isRead ? undefined : Math.ceil(sizeBytes / 1_024)}
        secondsLeft={isRead ? undefined : secondsLeft}
        cancel={
          <ActionButton
            action={cancelRunning}
            input={{ id }}
            size="sm"
            confirm={{ title: t("cancelTitle"), body: t("cancelBody"), confirmLabel: t("cancel") }}
          >
            {t("cancel")}
          </ActionButton>
        }
      />
      <p className="text-sm text-muted tabular-nums" aria-live="polite">
        {t("rows", { rows, rejected })}
      </p>
      <p className="text-sm text-muted">{t("stay")}</p>
    </div>
  );
};
