import { useTranslations } from "next-intl";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { Notice } from "#app/_ui/notice.tsx";
import type { ServerTroubleWait } from "#lib/lines/read-server-wait.ts";
import { ServerWaitWords } from "./server-wait-words.tsx";
import { TryNow } from "./try-now.tsx";

type ServerTroubleProps = {
  serverId: string;
  name: string;
  wait: ServerTroubleWait;
  mayTry: boolean;
  onTried?: () => void;
  /** Not on the page that has them. */
  linksToSettings?: boolean;
};

/** A server fails and is waited for: since when, that it goes on by itself, what to look after, and a try at once. */
export const ServerTrouble = (props: ServerTroubleProps) => {
  const { serverId, name, wait, mayTry, onTried, linksToSettings = false } = props;
  const t = useTranslations("campaigns.live.away");
  const { key, isLong } = wait;
  const isWorthALook = isLong || key === "no_name" || key === "never_reached";
  return (
    <Notice
      tone={isLong ? "danger" : "warning"}
      title={t(`title.${key}`, { server: name })}
      action={
        <>
          {linksToSettings && isWorthALook ? (
            <LinkButton size="sm" variant="tertiary" href={`/settings/servers/${serverId}`}>
              {t("settings")}
            </LinkButton>
          ) : null}
          {mayTry ? (
            <TryNow serverId={serverId} name={name} wait={wait} {...(onTried && { onTried })} />
          ) : null}
        </>
      }
    >
      <p>
        <ServerWaitWords wait={wait} /> {t("goesOn")}
      </p>
      <ToCheck wait={wait} />
    </Notice>
  );
};

const ToCheck = ({ wait: { key, isLong } }: { wait: ServerTroubleWait }) => {
  const t = useTranslations("campaigns.live.away");
  if (key === "no_name") return <p>{t("noName")}</p>;
  if (key === "never_reached") return <p>{t("neverReached")}</p>;
  return isLong ? <p>{t(`long.${key}`)}</p> : null;
};
