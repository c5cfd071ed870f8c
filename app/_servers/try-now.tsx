"use client";

import { RotateCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { ActionButton } from "#app/_ui/action-button.tsx";
import type { ServerTroubleWait } from "#lib/lines/read-server-wait.ts";
import { tryNow } from "./actions.ts";

type TryNowProps = { serverId: string; name: string; wait: ServerTroubleWait; onTried?: () => void };

/** Has a server that failed tried at once, instead of at its next moment. */
export const TryNow = ({ serverId, name, wait, onTried }: TryNowProps) => {
  const t = useTranslations("campaigns.live.away");
  return (
    <ActionButton
      action={tryNow}
      input={{ id: serverId }}
      size="sm"
      spoken={t("tryNowOf", { server: name })}
      isDisabled={wait.isTriedNow}
      successMessage={t("isTried", { server: name })}
      {...(onTried ? { onSuccess: onTried } : {})}
    >
      <RotateCw aria-hidden className="size-4" />
      {t("tryNow")}
    </ActionButton>
  );
};
