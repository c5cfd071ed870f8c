"use client";

import { Button, Spinner } from "@heroui/react";
import { PlugZap } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useRunAction } from "#app/_ui/use-run-action.ts";
import type { ServerTest } from "#lib/servers/server-test.ts";
import type { TranscriptLine } from "#lib/smtp/session-failure.ts";
import { testKeptServer } from "../actions.ts";
import { TestResult } from "./test-result.tsx";

type TestKeptServerProps = { id: string; lastTest: ServerTest | null; canTest: boolean };

/** Tries out a server as it is kept; until then it shows how the last test went. */
export const TestKeptServer = ({ id, lastTest, canTest }: TestKeptServerProps) => {
  const t = useTranslations("senders.form");
  const [result, setResult] = useState<{ test: ServerTest; transcript: TranscriptLine[] }>();
  const { run, isPending } = useRunAction(testKeptServer, { onSuccess: setResult });
  const shown = result ?? (lastTest ? { test: lastTest } : undefined);
  if (!canTest && !shown) return null;
  return (
    <div className="flex flex-col items-start gap-4">
      {canTest ? (
        <Button variant="secondary" isPending={isPending} onPress={() => run({ id })}>
          {isPending ? <Spinner color="current" size="sm" /> : <PlugZap aria-hidden />}
          {t("test")}
        </Button>
      ) : null}
      {shown ? (
        <div className="w-full max-w-2xl">
          <TestResult {...shown} />
        </div>
      ) : null}
    </div>
  );
};
