"use client";

import { Button, Spinner, toast } from "@heroui/react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { askAction } from "#app/_ui/ask-action.ts";
import { ConfirmDialog } from "#app/_ui/confirm-dialog.tsx";
import { messageText } from "#app/_ui/message-text.ts";
import { send } from "../actions.ts";

type SendNowProps = { id: string; audience: number; isReady: boolean; isPrimary: boolean };

/** Sends a campaign that waits without waiting any longer, after naming the number once more. */
export const SendNow = ({ id, audience, isReady, isPrimary }: SendNowProps) => {
  const words = useTranslations();
  const t = useTranslations("campaigns.waiting");
  const router = useRouter();
  const [isAsking, setAsking] = useState(false);
  const [isPending, startTransition] = useTransition();
  const press = () =>
    startTransition(async () => {
      const { data, serverError } = await askAction(send, { id, when: { kind: "now" }, named: audience });
      if (!data)
        toast.danger(messageText(words, serverError?.message ?? "errors.unexpected"), { timeout: 0 });
      if (data?.kind === "not_ready") toast.danger(t("notReady"), { timeout: 0 });
      if (data?.kind === "audience_grew") toast.warning(t("grew", { count: data.audience }), { timeout: 0 });
      router.refresh();
    });
  return (
    <>
      <Button
        variant={isPrimary ? "primary" : "secondary"}
        isDisabled={!isReady}
        isPending={isPending}
        onPress={() => setAsking(true)}
      >
        {isPending ? <Spinner color="current" size="sm" /> : null}
        {t("sendNow", { count: audience })}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setAsking}
        title={t("sendNowTitle", { count: audience })}
        confirmLabel={t("sendNow", { count: audience })}
        onConfirm={press}
      >
        {t("sendNowBody")}
      </ConfirmDialog>
    </>
  );
};
