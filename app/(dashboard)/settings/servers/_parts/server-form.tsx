"use client";

import { Button, Spinner } from "@heroui/react";
import { PlugZap } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { use, useRef, useState } from "react";
import { ActionForm, FormState } from "#app/_ui/action-form.tsx";
import { FormSelect } from "#app/_ui/form-select.tsx";
import { FormText } from "#app/_ui/form-text.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import type { ServerRow } from "#lib/senders/senders-store.ts";
import { type ServerSecurity, serverSecurities } from "#lib/senders/server-security.ts";
import type { ServerTest } from "#lib/senders/server-test.ts";
import type { TranscriptLine } from "#lib/senders/session-failure.ts";
import { saveServer, testServer } from "../actions.ts";
import { TestResult } from "./test-result.tsx";

type Answer =
  | { done: "saved"; id: string }
  | { done: "tested"; test: ServerTest; transcript: TranscriptLine[] };

/** The settings of a sending server. What is typed can be tried out before it is saved; both find the same faults. */
export const ServerForm = ({ server }: { server: ServerRow | null }) => {
  const t = useTranslations("senders");
  const router = useRouter();
  const isTest = useRef(false);
  const [result, setResult] = useState<{ test: ServerTest; transcript?: TranscriptLine[] } | undefined>(
    server?.lastTest ? { test: server.lastTest } : undefined,
  );
  const [security, setSecurity] = useState<ServerSecurity>(server?.security ?? "starttls_required");

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
      values={{ id: server?.id ?? null }}
      onSuccess={settle}
      className="flex max-w-2xl flex-col gap-5"
    >
      <FormText
        name="name"
        label={t("form.name")}
        help={t("form.nameHelp")}
        defaultValue={server?.name}
        isRequired
      />
      <div className="grid gap-5 sm:grid-cols-[1fr_8rem]">
        <FormText
          name="host"
          label={t("form.host")}
          help={t("form.hostHelp")}
          defaultValue={server?.host}
          isRequired
        />
        <FormText
          name="port"
          label={t("form.port")}
          help={t("form.portHelp")}
          defaultValue={String(server?.port ?? 587)}
          inputMode="numeric"
          isRequired
        />
      </div>
      <FormSelect
        name="security"
        label={t("form.security")}
        help={t(`securityDetail.${security}`)}
        defaultValue={security}
        onChange={(value) => setSecurity(serverSecurities.find((one) => one === value) ?? security)}
        options={serverSecurities.map((one) => ({
          value: one,
          label: t(`securityName.${one}`),
          detail: t(`securityDetail.${one}`),
        }))}
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <FormText
          name="username"
          label={t("form.username")}
          help={t("form.usernameHelp")}
          defaultValue={server?.username ?? ""}
          autoComplete="off"
        />
        <FormText
          name="password"
          type="password"
          label={t("form.password")}
          help={t(server?.hasPassword ? "form.passwordKeep" : "form.passwordNew")}
          autoComplete="new-password"
        />
        <FormText
          name="maxConnections"
          label={t("form.maxConnections")}
          help={t("form.maxConnectionsHelp")}
          defaultValue={String(server?.maxConnections ?? 5)}
          inputMode="numeric"
          isRequired
        />
        <FormText
          name="messagesPerSecond"
          label={t("form.messagesPerSecond")}
          help={t("form.messagesPerSecondHelp")}
          defaultValue={server?.messagesPerSecond ? String(server.messagesPerSecond) : ""}
          inputMode="decimal"
        />
      </div>
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
