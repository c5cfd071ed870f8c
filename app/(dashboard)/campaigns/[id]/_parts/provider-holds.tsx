"use client";

import { useTranslations } from "next-intl";
import { ActionButton } from "#app/_ui/action-button.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { Notice } from "#app/_ui/notice.tsx";
import { capitalised, providerLabel } from "#app/_ui/provider-label.ts";
import type { ProviderHold } from "#lib/holds/provider-hold.ts";
import { releaseHold } from "../actions.ts";

type ProviderHoldsProps = {
  id: string;
  holds: ProviderHold[];
  hasEnded: boolean;
  maySend: boolean;
  onReleased: () => void;
};

/** Mailbox providers for which the campaign has stopped: what happened, whose side it is on, what to do. */
export const ProviderHolds = ({ id, holds, hasEnded, maySend, onReleased }: ProviderHoldsProps) => {
  const t = useTranslations("delivery");
  return holds.map(({ provider, category, said, ...hold }) => {
    const name = providerLabel(t, hold.name);
    const sentence = (text: string) => capitalised(t, hold.name, text);
    return (
      <Notice
        key={provider}
        tone="danger"
        title={sentence(t(`providerHold.${category}.title`, { provider: name }))}
        action={
          maySend ? (
            <>
              {category === "auth_failure" ? (
                <LinkButton size="sm" variant="tertiary" href="/settings/domains">
                  {t("providerHold.domains")}
                </LinkButton>
              ) : null}
              <ActionButton action={releaseHold} input={{ id, provider }} size="sm" onSuccess={onReleased}>
                {t("providerHold.release", { provider: name })}
              </ActionButton>
            </>
          ) : undefined
        }
      >
        <p>{sentence(t(`providerHold.${category}.whatHappened`, { provider: name }))}</p>
        <p>
          {t("words.whoseSide")} <span className="font-medium">{t("scopes.sender")}</span>
        </p>
        <p>
          {t(`providerHold.${category}.whatToDo`)} {hasEnded ? t("providerHold.ended") : null}
        </p>
        <details className="mt-1.5">
          <summary className="w-fit cursor-pointer rounded">
            {t("providerHold.said", { provider: name })}
          </summary>
          <p className="mt-1 font-mono text-xs wrap-anywhere">{said}</p>
        </details>
      </Notice>
    );
  });
};
