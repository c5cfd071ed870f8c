"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActionForm } from "#app/_ui/action-form.tsx";
import { FormSelect } from "#app/_ui/form-select.tsx";
import { FormText } from "#app/_ui/form-text.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { addKey } from "../actions.ts";

const origins = ["generate", "import"] as const;

/** A new key for a domain, made here or brought along. */
export const KeyForm = ({ domain, selector }: { domain: string; selector: string }) => {
  const t = useTranslations("domains.form");
  const [origin, setOrigin] = useState<(typeof origins)[number]>("generate");
  return (
    <ActionForm action={addKey} className="flex max-w-2xl flex-col gap-5">
      <FormSelect
        name="origin"
        label={t("origin")}
        defaultValue={origin}
        onChange={(value) => setOrigin(value === "import" ? "import" : "generate")}
        options={origins.map((one) => ({ value: one, label: t(one), detail: t(`${one}Detail`) }))}
      />
      <FormText
        name="domain"
        label={t("domain")}
        help={t("domainHelp")}
        defaultValue={domain}
        placeholder="example.com"
        isRequired
      />
      <FormText
        name="selector"
        label={t("selector")}
        help={t(origin === "import" ? "selectorOfKeyHelp" : "selectorHelp")}
        defaultValue={selector}
        isRequired
      />
      {origin === "import" ? (
        <FormText
          name="pem"
          label={t("pem")}
          help={t("pemHelp")}
          rows={8}
          isCode
          placeholder="-----BEGIN PRIVATE KEY-----"
          autoComplete="off"
          isRequired
        />
      ) : null}
      <div>
        <SubmitButton>{t(origin === "import" ? "submitImport" : "submitGenerate")}</SubmitButton>
      </div>
    </ActionForm>
  );
};
