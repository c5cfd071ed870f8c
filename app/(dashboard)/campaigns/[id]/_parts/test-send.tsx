"use client";

import { toast } from "@heroui/react";
import { useTranslations } from "next-intl";
import { ActionForm } from "#app/_ui/action-form.tsx";
import { FormText } from "#app/_ui/form-text.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { sendTest } from "../actions.ts";

type TestSendProps = { id: string; ownAddress: string; flush: () => Promise<boolean> };

/** Sends the mail as it stands to one address, to look at it where it will be read. */
export const TestSend = ({ id, ownAddress, flush }: TestSendProps) => {
  const t = useTranslations("campaigns.test");
  return (
    <ActionForm
      action={async (input: Parameters<typeof sendTest>[0]) => {
        await flush();
        return sendTest(input);
      }}
      values={{ id }}
      onSuccess={({ to, toSandbox }) => toast.success(t(toSandbox ? "sentToSandbox" : "sent", { to }))}
    >
      <FormText name="to" type="email" label={t("to")} help={t("help")} defaultValue={ownAddress} />
      <div>
        <SubmitButton variant="secondary">{t("submit")}</SubmitButton>
      </div>
    </ActionForm>
  );
};
