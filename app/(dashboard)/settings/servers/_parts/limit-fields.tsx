"use client";

import { useTranslations } from "next-intl";
import { FormText } from "#app/_ui/form-text.tsx";
import type { ServerRow } from "#lib/senders/senders-store.ts";
import type { ServerPreset } from "#lib/senders/server-presets.ts";

type Props = { server: ServerRow | null; preset: ServerPreset | undefined };

/** How much the server may be given at once and in a second. */
export const LimitFields = ({ server, preset }: Props) => {
  const t = useTranslations("senders.form");
  const perSecond = server ? server.messagesPerSecond : preset?.limits.messagesPerSecond;
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      <FormText
        name="maxConnections"
        label={t("maxConnections")}
        help={t("maxConnectionsHelp")}
        defaultValue={String(server?.maxConnections ?? preset?.limits.maxConnections ?? 5)}
        inputMode="numeric"
        isRequired
      />
      <FormText
        name="messagesPerSecond"
        label={t("messagesPerSecond")}
        help={t("messagesPerSecondHelp")}
        defaultValue={perSecond ? String(perSecond) : ""}
        inputMode="decimal"
      />
    </div>
  );
};
