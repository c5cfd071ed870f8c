"use client";

import { useTranslations } from "next-intl";
import { ServerTrouble } from "#app/_servers/server-trouble.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { Notice } from "#app/_ui/notice.tsx";
import type { ServerLine } from "#lib/delivery/read-sending-lines.ts";

type ServersAwayProps = { lines: ServerLine[]; maySend: boolean; onTried: () => void };

/** Told when nothing of a campaign can go out because its servers fail: that it goes on by itself, and whether to look after it. */
export const ServersAway = ({ lines, maySend, onTried }: ServersAwayProps) => {
  const t = useTranslations("campaigns.live.away");
  const troubles = lines.flatMap(({ serverId, name, wait }) =>
    wait && "since" in wait ? [{ serverId, name, wait }] : [],
  );
  const [first] = troubles;
  if (!first || troubles.length < lines.length) return null;
  if (troubles.length === 1) {
    return <ServerTrouble {...first} mayTry={maySend} onTried={onTried} linksToSettings />;
  }
  const isLong = troubles.some(({ wait }) => wait.isLong);
  return (
    <Notice
      tone={isLong ? "danger" : "warning"}
      title={t("titleAll")}
      action={
        isLong ? (
          <LinkButton size="sm" variant="tertiary" href="/settings/servers">
            {t("servers")}
          </LinkButton>
        ) : undefined
      }
    >
      <p>{t("goesOn")}</p>
      <p>{t("each")}</p>
    </Notice>
  );
};
