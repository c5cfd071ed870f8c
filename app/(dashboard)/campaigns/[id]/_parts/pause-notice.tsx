import { useTranslations } from "next-intl";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { Notice } from "#app/_ui/notice.tsx";
import { isFault, type PauseReason } from "#lib/campaigns/pause-reason.ts";

/** Why a campaign stands still and what to do about it; the server's own words are one click away. */
export const PauseNotice = ({ reason }: { reason: PauseReason }) => {
  const t = useTranslations("campaigns.pauseReason");
  // What was paused before this was kept leads to all of them.
  const { serverId } = reason.values;
  return (
    <Notice
      tone={isFault(reason) ? "danger" : "warning"}
      title={t(`${reason.key}.title`, { server: "", ...reason.values })}
      action={
        reason.key.startsWith("server_") ? (
          <LinkButton
            size="sm"
            variant="secondary"
            href={serverId ? `/settings/servers/${serverId}` : "/settings/servers"}
          >
            {t(serverId ? "server" : "servers")}
          </LinkButton>
        ) : undefined
      }
    >
      <p>{t(`${reason.key}.help`, { server: "", ...reason.values })}</p>
      {reason.detail ? (
        <details className="mt-1.5">
          <summary className="w-fit cursor-pointer rounded">{t("detail")}</summary>
          <p className="mt-1 font-mono text-xs whitespace-pre-wrap">{reason.detail}</p>
        </details>
      ) : null}
    </Notice>
  );
};
