"use client";

import { useTranslations } from "next-intl";
import { Notice } from "#app/_ui/notice.tsx";
import type { ServerTest } from "#lib/servers/server-test.ts";
import type { TranscriptLine } from "#lib/smtp/session-failure.ts";

type TestResultProps = { test: ServerTest; transcript?: TranscriptLine[] };

/** How a connection test went: a sentence, the server's own words, and the whole conversation one click away. */
export const TestResult = ({ test, transcript }: TestResultProps) => {
  const t = useTranslations("senders");
  return (
    <div className="flex flex-col gap-3">
      {test.ok ? (
        <Notice tone="success" title={t("test.ok")}>
          {t(test.signedIn ? "test.okSignedIn" : "test.okAnonymous", { milliseconds: test.milliseconds })}{" "}
          {t(test.encrypted ? "test.encrypted" : "test.plain")}
        </Notice>
      ) : (
        <Notice tone="danger" title={t("test.failed")}>
          {test.problem ? t(`problem.${test.problem}`) : null}
          {test.detail ? (
            <span className="mt-1 block text-xs">{t("test.said", { detail: test.detail })}</span>
          ) : null}
        </Notice>
      )}
      {transcript ? <Transcript lines={transcript} isOpen={!test.ok} /> : null}
    </div>
  );
};

const Transcript = ({ lines, isOpen }: { lines: TranscriptLine[]; isOpen: boolean }) => {
  const t = useTranslations("senders.test");
  return (
    <details open={isOpen} className="rounded-lg border border-border text-sm">
      <summary className="cursor-pointer px-4 py-2 font-medium">{t("transcript")}</summary>
      {lines.length === 0 ? (
        <p className="px-4 pb-3 text-muted">{t("nothingSaid")}</p>
      ) : (
        <>
          <ol className="flex flex-col gap-1 px-4 pb-2 font-mono text-xs">
            {lines.map(({ from, text }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a finished conversation do not move
              <li key={index} className="grid grid-cols-[4.5rem_1fr] gap-2">
                <span className={from === "client" ? "text-accent-soft-foreground" : "text-muted"}>
                  {t(from === "client" ? "you" : "server")}
                </span>
                <span className="whitespace-pre-wrap wrap-anywhere">{text}</span>
              </li>
            ))}
          </ol>
          <p className="px-4 pb-3 text-xs text-muted">{t("transcriptHelp")}</p>
        </>
      )}
    </details>
  );
};
