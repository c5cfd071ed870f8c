"use client";

import { Button, toast } from "@heroui/react";
import { FileUp } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type DragEvent, useRef, useState } from "react";
import { messageText } from "#app/_ui/message-text.ts";
import { Notice } from "#app/_ui/notice.tsx";
import { WorkProgress } from "#app/_ui/work-progress.tsx";
import { problemText } from "./problem-text.ts";
import { sendFile } from "./send-file.ts";

type Sending = { name: string; sizeBytes: number; sentBytes: number };

/** Takes a file by dropping it or by choosing it, shows how much has been sent, and goes on to the columns. */
export const UploadBox = ({ megabytes }: { megabytes: number }) => {
  const t = useTranslations();
  const router = useRouter();
  const input = useRef<HTMLInputElement>(null);
  const stop = useRef<AbortController>(undefined);
  const [sending, setSending] = useState<Sending>();
  const [problem, setProblem] = useState<string>();
  const [isOver, setOver] = useState(false);

  const send = async (file: File | undefined) => {
    if (!file || sending) return;
    const controller = new AbortController();
    stop.current = controller;
    setProblem(undefined);
    setSending({ name: file.name, sizeBytes: file.size, sentBytes: 0 });
    const result = await sendFile(file, {
      signal: controller.signal,
      onProgress: (sentBytes) => setSending({ name: file.name, sizeBytes: file.size, sentBytes }),
    });
    if (input.current) input.current.value = "";
    if (result.outcome === "taken") {
      router.push(`/contacts/import/${result.importId}`);
      return;
    }
    setSending(undefined);
    if (result.outcome === "stopped") toast(t("contacts.upload.stopped"));
    else if (result.outcome === "denied") setProblem(messageText(t, result.message));
    else setProblem(problemText(t, result.problem));
  };

  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void send(event.dataTransfer.files[0]);
  };

  return (
    <div className="flex flex-col gap-4">
      {problem ? (
        <Notice tone="danger" title={t("contacts.upload.refused")}>
          {problem}
        </Notice>
      ) : null}
      {sending ? (
        <div className="rounded-lg border border-border bg-surface p-6">
          <WorkProgress
            label={t("contacts.upload.uploading", { name: sending.name })}
            done={Math.ceil(sending.sentBytes / 1_024)}
            total={Math.ceil(sending.sizeBytes / 1_024)}
            cancel={
              <Button size="sm" variant="secondary" onPress={() => stop.current?.abort()}>
                {t("contacts.upload.cancel")}
              </Button>
            }
          />
        </div>
      ) : (
        // biome-ignore lint/a11y/noStaticElementInteractions: dropping is the mouse's way; the button inside is everybody's
        <div
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={drop}
          className={`flex flex-col items-center gap-3 rounded-lg border border-dashed px-6 py-10 text-center ${
            isOver ? "border-accent bg-accent-soft" : "border-border"
          }`}
        >
          <FileUp aria-hidden className="size-8 text-muted" strokeWidth={1.5} />
          <p className="text-base font-medium max-md:hidden">
            {t("contacts.upload.drop")}{" "}
            <span className="font-normal text-muted">{t("contacts.upload.or")}</span>
          </p>
          <Button onPress={() => input.current?.click()}>{t("contacts.upload.choose")}</Button>
          <input
            ref={input}
            type="file"
            accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain"
            className="sr-only"
            tabIndex={-1}
            aria-label={t("contacts.upload.choose")}
            onChange={({ target }) => void send(target.files?.[0])}
          />
          <p className="max-w-prose text-sm text-muted">{t("contacts.upload.help", { megabytes })}</p>
        </div>
      )}
    </div>
  );
};
