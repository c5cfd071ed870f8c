"use client";

import { Button, Spinner } from "@heroui/react";
import { PlugZap } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { use, useRef, useState } from "react";
import { ActionForm, FormState } from "#app/_ui/action-form.tsx";
import { FormCheckbox } from "#app/_ui/form-checkbox.tsx";
import { FormText } from "#app/_ui/form-text.tsx";
import { Notice } from "#app/_ui/notice.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import type { ServerRow } from "#lib/senders/sending-servers-store.ts";
import { findPreset } from "#lib/servers/server-presets.ts";
import type { ServerTest } from "#lib/servers/server-test.ts";
import type { TranscriptLine } from "#lib/smtp/session-failure.ts";
import { saveServer, testServer } from "../actions.ts";
import { CertificateFields } from "./certificate-fields.tsx";
import { ConnectionFields } from "./connection-fields.tsx";
import { ServerLimits } from "./server-limits.tsx";
import { SignInFields } from "./sign-in-fields.tsx";
import { TestResult } from "./test-result.tsx";

type Answer =
  | { done: "saved"; id: string }
  | { done: "tested"; test: ServerTest; transcript: TranscriptLine[] };

type ServerFormProps = {
  server: ServerRow | null;
  /** The key of the preset that a new server begins with. */
  presetKey?: string;
  /** Time zones to choose from, the one in force first. */
  zones: string[];
};

/** The settings of a sending server. What is typed can be tried out before it is saved; both find the same faults. */
export const ServerForm = ({ server, presetKey, zones }: ServerFormProps) => {
  const t = useTranslations("senders");
  const router = useRouter();
  const isTest = useRef(false);
  const [result, setResult] = useState<{ test: ServerTest; transcript?: TranscriptLine[] } | undefined>(
    server?.lastTest ? { test: server.lastTest } : undefined,
  );
  const preset = findPreset(server?.preset ?? presetKey);

  const send = async (input: never) => {
    const action = isTest.current ? testServer : saveServer;
    isTest.current = false;
    setResult(undefined);
    const answer = await action(input);
    return answer as { data?: Answer } & Omit<typeof answer, "data">;
  };
  const settle = (answer: Answer) => {
    if (answer.done === "tested") setResult(answer);
    else router.push("/settings/servers");
  };

  return (
    <ActionForm
      action={send}
      values={{ id: server?.id ?? null, preset: preset?.key ?? null }}
      onSuccess={settle}
      className="flex max-w-2xl flex-col gap-5"
    >
      {preset ? <Notice tone="accent">{t(`preset.${preset.key}.note`)}</Notice> : null}
      <FormText
        name="name"
        label={t("form.name")}
        help={t("form.nameHelp")}
        defaultValue={server?.name ?? preset?.name ?? ""}
        isRequired
      />
      <ConnectionFields server={server} preset={preset} />
      <SignInFields server={server} preset={preset} />
      <FormCheckbox
        name="dkimSigning"
        label={t("form.dkimSigning")}
        help={t("form.dkimSigningHelp")}
        defaultSelected={server?.dkimSigning ?? preset?.dkimSigning ?? true}
      />
      <CertificateFields server={server} />
      <ServerLimits server={server} preset={preset} zones={zones} />
      {result ? <TestResult {...result} /> : null}
      <div className="flex flex-wrap gap-3">
        <SubmitButton>{t("form.save")}</SubmitButton>
        <TestButton
          onPress={() => {
            isTest.current = true;
          }}
        />
      </div>
    </ActionForm>
  );
};

/** Sends the same form, which then asks for a test: `onPress` comes before the form's submit. */
const TestButton = ({ onPress }: { onPress: () => void }) => {
  const t = useTranslations("senders");
  const { isPending } = use(FormState);
  return (
    <Button type="submit" variant="secondary" isPending={isPending} onPress={onPress}>
      {isPending ? <Spinner color="current" size="sm" /> : <PlugZap aria-hidden />}
      {t("form.test")}
    </Button>
  );
};
