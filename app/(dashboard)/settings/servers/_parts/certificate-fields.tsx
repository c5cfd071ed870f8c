"use client";

import { useTranslations } from "next-intl";
import { use, useState } from "react";
import { FormState } from "#app/_ui/action-form.tsx";
import { FormText } from "#app/_ui/form-text.tsx";
import type { ServerRow } from "#lib/senders/sending-servers-store.ts";

/** Certificates of one's own, which few servers need: folded away unless there is one, or something is wrong with it. */
export const CertificateFields = ({ server }: { server: ServerRow | null }) => {
  const t = useTranslations("senders.form");
  const { fieldErrors } = use(FormState);
  const [isOpen, setOpen] = useState(Boolean(server?.clientCertificate ?? server?.certificateAuthority));
  const fields = [
    {
      name: "certificateAuthority",
      help: t("certificateAuthorityHelp"),
      kept: server?.certificateAuthority ?? "",
      begins: "CERTIFICATE",
    },
    {
      name: "clientCertificate",
      help: t("clientCertificateHelp"),
      kept: server?.clientCertificate ?? "",
      begins: "CERTIFICATE",
    },
    {
      name: "clientKey",
      help: t(server?.hasClientKey ? "secretKeep" : "passwordNew"),
      kept: undefined,
      begins: "PRIVATE KEY",
    },
  ] as const;
  return (
    <details
      open={isOpen || fields.some(({ name }) => name in fieldErrors)}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className="rounded-lg border border-border text-sm"
    >
      <summary className="cursor-pointer px-4 py-3 font-medium">{t("certificates")}</summary>
      <div className="flex flex-col gap-5 px-4 pt-1 pb-4">
        {fields.map(({ name, help, kept, begins }) => (
          <FormText
            key={name}
            name={name}
            label={t(name)}
            help={help}
            defaultValue={kept}
            rows={4}
            isCode
            placeholder={`-----BEGIN ${begins}-----`}
          />
        ))}
      </div>
    </details>
  );
};
