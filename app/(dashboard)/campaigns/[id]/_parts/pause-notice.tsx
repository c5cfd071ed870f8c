import { useTranslations } from "next-intl";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { Notice } from "#app/_ui/notice.tsx";
import { isFault, type PauseReason } from "#lib/campaigns/pause-reason.ts";

/** Why a campaign stands still and what to do about it, or who does it; the server's own words are one click away. */
export const PauseNotice = ({ reason, mayAct }: { reason: PauseReason; mayAct: boolean }) => {
  const t = useTranslations("campaigns.pauseReason");
  const values = { server: "", ...reason.values };
  return (
    <Notice
      tone={isFault(reason) ? "danger" : "warning"}
      title={t(`${reason.key}.title`, values)}
      action={mayAct ? <WayThere reason={reason} /> : undefined}
    >
      <p>
        {mayAct || reason.key === "person" ? t(`${reason.key}.help`, values) : <ForReaders reason={reason} />}
      </p>
      {reason.detail ? (
        <details className="mt-1.5">
          <summary className="w-fit cursor-pointer rounded">
            {t(ownWords.has(reason.key) ? "detailOwn" : "detail")}
          </summary>
          <p className="mt-1 font-mono text-xs whitespace-pre-wrap">{reason.detail}</p>
        </details>
      ) : null}
    </Notice>
  );
};

/** Whose detail is no server's. */
const ownWords = new Set<PauseReason["key"]>([
  "server_secret",
  "signing_secret",
  "content_broken",
  "not_ready",
  "internal",
]);

/** Who may only look is told who decides, and not to press what is not there. */
const ForReaders = ({ reason: { key } }: { reason: PauseReason }) => {
  const t = useTranslations("campaigns.pauseReason");
  return key === "missed_schedule" || key === "restored_schedule" ? t(`${key}.reader`) : t("reader");
};

const WayThere = ({ reason: { key, values } }: { reason: PauseReason }) => {
  const t = useTranslations("campaigns.pauseReason");
  const isSigning = key === "signing_secret";
  if (!isSigning && !key.startsWith("server_")) return null;
  // What was paused before this was kept leads to all of them.
  const { serverId } = values;
  const servers = serverId ? `/settings/servers/${serverId}` : "/settings/servers";
  return (
    <LinkButton size="sm" variant="secondary" href={isSigning ? "/settings/domains" : servers}>
      {t(isSigning ? "domains" : serverId ? "server" : "servers")}
    </LinkButton>
  );
};
