"use client";

import { useTranslations } from "next-intl";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { Notice } from "#app/_ui/notice.tsx";
import type { ServerLine } from "#lib/delivery/read-sending-lines.ts";
import { ServerWaitWords } from "./server-wait.tsx";

/** Told when nothing of a campaign can go out because its servers fail: that it goes on by itself, and whether to look after it. */
export const ServersAway = ({ lines }: { lines: ServerLine[] }) => {
  const t = useTranslations("campaigns.live.away");
  const troubles = lines.flatMap(({ name, wait }) => (wait && "since" in wait ? [{ name, wait }] : []));
  const [first] = troubles;
  if (!first || troubles.length < lines.length) return null;
  const long = troubles.find(({ wait }) => wait.isLong)?.wait.key;
  return (
    <Notice
      tone={long ? "danger" : "warning"}
      title={troubles.length === 1 ? t(`title.${first.wait.key}`, { server: first.name }) : t("titleAll")}
      action={
        long ? (
          <LinkButton href="/settings/servers" variant="secondary">
            {t("servers")}
          </LinkButton>
        ) : undefined
      }
    >
      <p>
        {troubles.length === 1 ? <ServerWaitWords wait={first.wait} /> : null} {t("goesOn")}
      </p>
      {long ? <p>{t(`long.${long}`)}</p> : null}
    </Notice>
  );
};
