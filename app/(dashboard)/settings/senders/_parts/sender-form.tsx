"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActionForm } from "#app/_ui/action-form.tsx";
import { FormCheckbox } from "#app/_ui/form-checkbox.tsx";
import { FormSelect } from "#app/_ui/form-select.tsx";
import { FormText } from "#app/_ui/form-text.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import type { SenderRow } from "#lib/senders/senders-store.ts";
import { saveOneSender } from "../actions.ts";

type ServerChoice = { id: string; name: string; address: string; isSandbox: boolean };
type SenderFormProps = { sender: SenderRow | null; servers: ServerChoice[] };

/** A From identity, with what recipients will see of it. */
export const SenderForm = ({ sender, servers }: SenderFormProps) => {
  const t = useTranslations("senders.senders");
  const router = useRouter();
  const [name, setName] = useState(sender?.name ?? "");
  const [email, setEmail] = useState(sender?.email ?? "");
  const firstServer = servers.find(({ isSandbox }) => !isSandbox) ?? servers[0];
  const [serverId, setServerId] = useState(sender?.sendingServerId ?? firstServer?.id ?? "");
  const isSandbox = servers.find(({ id }) => id === serverId)?.isSandbox ?? false;
  return (
    <ActionForm
      action={saveOneSender}
      values={{ id: sender?.id ?? null }}
      successMessage={t("saved")}
      onSuccess={() => router.push("/settings/senders")}
      className="flex max-w-lg flex-col gap-5"
    >
      <FormText
        name="name"
        label={t("name")}
        help={t("nameHelp")}
        defaultValue={name}
        onChange={setName}
        isRequired
      />
      <FormText
        name="email"
        label={t("email")}
        help={t("emailHelp")}
        defaultValue={email}
        onChange={setEmail}
        inputMode="email"
        isRequired
      />
      <FormText
        name="replyTo"
        label={t("replyTo")}
        help={t("replyToHelp")}
        defaultValue={sender?.replyTo ?? ""}
        inputMode="email"
      />
      <FormSelect
        name="sendingServerId"
        label={t("server")}
        help={t(isSandbox ? "sandboxNote" : "serverHelp")}
        defaultValue={serverId}
        onChange={setServerId}
        options={servers.map(({ id, name: label, address }) => ({ value: id, label, detail: address }))}
      />
      {isSandbox ? null : (
        <FormCheckbox
          name="sharesServers"
          label={t("shares")}
          help={t("sharesHelp")}
          defaultSelected={sender?.sharesServers ?? false}
        />
      )}
      <div className="flex flex-col gap-2">
        <p className="text-sm font-medium">{t("preview")}</p>
        <div className="rounded-lg border border-border px-4 py-3 text-sm">
          <p className="font-semibold wrap-anywhere">{name.trim() || t("name")}</p>
          <p className="text-xs text-muted wrap-anywhere">{email.trim() || t("email")}</p>
        </div>
      </div>
      <div>
        <SubmitButton>{t("save")}</SubmitButton>
      </div>
    </ActionForm>
  );
};
