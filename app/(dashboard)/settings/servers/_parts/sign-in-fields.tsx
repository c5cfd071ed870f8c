"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { FormSelect } from "#app/_ui/form-select.tsx";
import { FormText } from "#app/_ui/form-text.tsx";
import type { ServerRow } from "#lib/senders/sending-servers-store.ts";
import type { PresetKey, ServerPreset } from "#lib/servers/server-presets.ts";
import { signInMethods } from "#lib/smtp/sign-in-method.ts";

type Props = { server: ServerRow | null; preset: (ServerPreset & { key: PresetKey }) | undefined };

/** Who signs in and by what: a password, or an access token that a provider gives. */
export const SignInFields = ({ server, preset }: Props) => {
  const t = useTranslations("senders");
  const [method, setMethod] = useState(server?.signInMethod ?? preset?.signInMethod ?? "automatic");
  const usesToken = method === "xoauth2";
  const words = preset ? (`preset.${preset.key}` as const) : undefined;
  const kept = (isKept: boolean | undefined) => t(isKept ? "form.secretKeep" : "form.passwordNew");
  return (
    <>
      <FormSelect
        name="signInMethod"
        label={t("form.signInMethod")}
        help={t(`signInDetail.${method}`)}
        defaultValue={method}
        onChange={(value) => setMethod(signInMethods.find((one) => one === value) ?? method)}
        options={signInMethods.map((one) => ({
          value: one,
          label: t(`signInName.${one}`),
          detail: t(`signInDetail.${one}`),
        }))}
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <FormText
          name="username"
          label={t("form.username")}
          help={words ? t(`${words}.username`) : t("form.usernameHelp")}
          defaultValue={server?.username ?? preset?.username ?? ""}
          autoComplete="off"
          isRequired={usesToken}
        />
        {usesToken ? (
          <FormText
            name="clientId"
            label={t("form.clientId")}
            help={t("form.clientIdHelp")}
            defaultValue={server?.clientId ?? ""}
            autoComplete="off"
            isRequired
          />
        ) : (
          <FormText
            name="password"
            type="password"
            label={t("form.password")}
            help={
              server?.hasPassword
                ? t("form.passwordKeep")
                : `${words ? `${t(`${words}.password`)} ` : ""}${t("form.passwordNew")}`
            }
            autoComplete="new-password"
          />
        )}
        {usesToken ? (
          <>
            <FormText
              name="clientSecret"
              type="password"
              label={t("form.clientSecret")}
              help={`${t("form.clientSecretHelp")} ${kept(server?.hasClientSecret)}`}
              autoComplete="new-password"
            />
            <FormText
              name="refreshToken"
              type="password"
              label={t("form.refreshToken")}
              help={kept(server?.hasRefreshToken)}
              autoComplete="new-password"
              isRequired={!server?.hasRefreshToken}
            />
          </>
        ) : null}
      </div>
      {usesToken ? (
        <FormText
          name="tokenUrl"
          label={t("form.tokenUrl")}
          help={t("form.tokenUrlHelp")}
          defaultValue={server?.tokenUrl ?? preset?.tokenUrl ?? ""}
          inputMode="url"
          isRequired
        />
      ) : null}
    </>
  );
};
