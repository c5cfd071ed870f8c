"use client";

import { useTranslations } from "next-intl";
import { use, useState } from "react";
import { FormState } from "#app/_ui/action-form.tsx";
import { FormText } from "#app/_ui/form-text.tsx";
import type { ServerRow } from "#lib/senders/senders-store.ts";

const names = ["certificateAuthority", "clientCertificate", "clientKey"];

/** Certificates of one's own, which few servers need: folded away unless there is one, or something is wrong with it. */
export const CertificateFields = ({ server }: { server: ServerRow | null }) => {
  const t = useTranslations("senders.form");
  const { fieldErrors } = use(FormState);
  const [isOpen, setOpen] = useState(Boolean(server?.clientCertificate ?? server?.certificateAuthority));
  return (
    <details
      open={isOpen || names.some((name) => name in fieldErrors)}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className="rounded-lg border border-border text-sm"
    >
      <summary className="cursor-pointer px-4 py-3 font-medium">{t("certificates")}</summary>
      <div className="flex flex-col gap-5 px-4 pt-1 pb-4">
        <FormText
          name="certificateAuthority"
          label={t("certificateAuthority")}
          help={t("certificateAuthorityHelp")}
          defaultValue={server?.certificateAuthority ?? ""}
          rows={4}
          placeholder="-----BEGIN CERTIFICATE-----"
        />
        <FormText
          name="clientCertificate"
          label={t("clientCertificate")}
          help={t("clientCertificateHelp")}
          defaultValue={server?.clientCertificate ?? ""}
          rows={4}
          placeholder="-----BEGIN CERTIFICATE-----"
        />
        <FormText
          name="clientKey"
          label={t("clientKey")}
          help={t(server?.hasClientKey ? "secretKeep" : "passwordNew")}
          rows={4}
          placeholder="-----BEGIN PRIVATE KEY-----"
        />
      </div>
    </details>
  );
};
