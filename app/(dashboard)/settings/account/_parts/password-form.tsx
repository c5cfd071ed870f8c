"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActionForm } from "#app/_ui/action-form.tsx";
import { FormText } from "#app/_ui/form-text.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { changeOwnPassword } from "../actions.ts";

/** Empties itself after success: a password should not stay on the screen. */
export const PasswordForm = ({ minimum }: { minimum: number }) => {
  const t = useTranslations("accounts");
  const [round, setRound] = useState(0);
  return (
    <ActionForm
      key={round}
      action={changeOwnPassword}
      successMessage={t("passwordChange.done")}
      onSuccess={() => setRound(round + 1)}
      className="flex max-w-lg flex-col items-start gap-4"
    >
      <FormText
        name="currentPassword"
        type="password"
        label={t("passwordChange.current")}
        autoComplete="current-password"
      />
      <FormText
        name="newPassword"
        type="password"
        label={t("passwordChange.new")}
        help={t("setup.passwordHelp", { minimum })}
        autoComplete="new-password"
      />
      <SubmitButton>{t("passwordChange.submit")}</SubmitButton>
    </ActionForm>
  );
};
