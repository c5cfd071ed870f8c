"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { FormSelect } from "#app/_ui/form-select.tsx";
import { FormText } from "#app/_ui/form-text.tsx";
import type { ServerRow } from "#lib/senders/sending-servers-store.ts";
import type { ServerPreset } from "#lib/servers/server-presets.ts";
import { type ServerSecurity, serverSecurities } from "#lib/smtp/server-security.ts";

/** Those that mail is handed in on; others can be typed. */
const ports = ["587", "465", "25", "2525"];

type Props = { server: ServerRow | null; preset: ServerPreset | undefined };

/** Where the server is and how the way there is protected. */
export const ConnectionFields = ({ server, preset }: Props) => {
  const t = useTranslations("senders");
  const [host, setHost] = useState(server?.host ?? preset?.hosts[0]?.host ?? "");
  const [security, setSecurity] = useState<ServerSecurity>(
    server?.security ?? preset?.security ?? "starttls_required",
  );
  // A new key makes the field take the new choice; while a person uses it, it keeps its own.
  const [chosenFor, setChosenFor] = useState("");
  const choosePort = (port: string) => {
    const fitting =
      port === "465" ? "tls" : ports.includes(port) && security === "tls" ? "starttls_required" : security;
    if (fitting === security) return;
    setSecurity(fitting);
    setChosenFor(port);
  };
  const places = (preset?.hosts ?? []).filter(({ place }) => place !== null);
  return (
    <>
      {places.length > 1 ? (
        <FormSelect
          name="place"
          label={t("form.place")}
          help={t("form.placeHelp")}
          defaultValue={host}
          onChange={setHost}
          options={places.map((one) => ({ value: one.host, label: one.place ?? "", detail: one.host }))}
        />
      ) : null}
      <div className="grid gap-5 sm:grid-cols-[1fr_8rem]">
        <FormText
          key={host}
          name="host"
          label={t("form.host")}
          help={t("form.hostHelp")}
          defaultValue={host}
          {...(preset?.key === "cpanel" ? { placeholder: "mail.example.com" } : {})}
          isRequired
        />
        <FormText
          name="port"
          label={t("form.port")}
          help={t("form.portHelp")}
          defaultValue={String(server?.port ?? preset?.port ?? 587)}
          suggestions={ports}
          onChange={choosePort}
          inputMode="numeric"
          isRequired
        />
      </div>
      <FormSelect
        key={chosenFor}
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
    </>
  );
};
