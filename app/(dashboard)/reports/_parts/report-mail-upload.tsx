"use client";

import { Button } from "@heroui/react";
import { MailWarning } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ChangeEvent, useRef, useState } from "react";
import { Notice } from "#app/_ui/notice.tsx";
import { Section } from "#app/_ui/section.tsx";
import type { RecordedReport } from "#lib/feedback/record-report-mail.ts";

type Outcome = RecordedReport["outcome"] | "too_large" | "failed";
type Result = { fileName: string; outcome: Outcome; email: string };

const TONES: Record<Outcome, "success" | "neutral" | "warning" | "danger"> = {
  bounced: "success",
  complained: "success",
  unsubscribed: "success",
  known: "neutral",
  nothing_final: "neutral",
  not_ours: "warning",
  no_report: "warning",
  too_large: "warning",
  failed: "danger",
};

/** Takes bounce mails and spam reports that came to the sender's own mailbox, as files, and says what each did. */
export const ReportMailUpload = () => {
  const t = useTranslations("reports.mails");
  const router = useRouter();
  const input = useRef<HTMLInputElement>(null);
  const [results, setResults] = useState<Result[]>([]);
  const [isPending, setIsPending] = useState(false);

  const take = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const files = [...(target.files ?? [])];
    setIsPending(true);
    setResults([]);
    for (const file of files) {
      const result = await send(file);
      setResults((before) => [...before, result]);
    }
    target.value = "";
    setIsPending(false);
    router.refresh();
  };

  return (
    <Section
      title={t("title")}
      description={t("description")}
      action={
        <Button variant="secondary" isPending={isPending} onPress={() => input.current?.click()}>
          <MailWarning aria-hidden />
          {t("choose")}
        </Button>
      }
    >
      <input
        ref={input}
        type="file"
        accept=".eml,.txt,message/rfc822"
        multiple
        hidden
        aria-label={t("choose")}
        onChange={(event) => void take(event)}
      />
      {results.map(({ fileName, outcome, email }) => (
        <Notice key={fileName} tone={TONES[outcome]} title={fileName}>
          {t(`outcome.${outcome}`, { email })}
        </Notice>
      ))}
    </Section>
  );
};

const send = async (file: File): Promise<Result> => {
  try {
    const response = await fetch("/api/reports/mails", {
      method: "POST",
      body: file,
      headers: { "content-type": "message/rfc822" },
    });
    if (!response.ok && response.status !== 413) return { fileName: file.name, outcome: "failed", email: "" };
    const answer = (await response.json()) as { outcome: Outcome; email?: string };
    return { fileName: file.name, outcome: answer.outcome, email: answer.email ?? "" };
  } catch {
    return { fileName: file.name, outcome: "failed", email: "" };
  }
};
