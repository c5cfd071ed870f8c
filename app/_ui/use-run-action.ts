"use client";

import { toast } from "@heroui/react";
import { useTranslations } from "next-intl";
import { useTransition } from "react";
import type { Action } from "./action-result.ts";
import { askAction } from "./ask-action.ts";
import { messageText } from "./message-text.ts";

type RunOptions<Data> = { onSuccess?: (data: Data) => void; successMessage?: string };

/**
 * Runs an action outside a form (a menu entry, a switch, a save while typing). `run(input)` starts it, `isPending` says that it is
 * under way; a failure is told in a toast that stays until it is closed.
 */
export const useRunAction = <Data>(
  action: Action<Data>,
  { onSuccess, successMessage }: RunOptions<Data> = {},
) => {
  const t = useTranslations();
  const [isPending, startTransition] = useTransition();

  const run = (input: Record<string, unknown>) => {
    startTransition(async () => {
      const { data, serverError, validationErrors } = await askAction(action, input);
      const message =
        serverError?.message ??
        validationErrors?.formErrors?.[0] ??
        Object.values(validationErrors?.fieldErrors ?? {}).find((messages) => messages?.[0])?.[0];
      if (serverError || validationErrors) {
        const code = serverError?.code;
        toast.danger(messageText(t, message ?? "errors.field.invalid"), {
          timeout: 0,
          ...(code ? { description: t("errors.code", { code }) } : {}),
        });
        return;
      }
      if (successMessage) toast.success(successMessage);
      onSuccess?.(data as Data);
    });
  };

  return { run, isPending };
};
