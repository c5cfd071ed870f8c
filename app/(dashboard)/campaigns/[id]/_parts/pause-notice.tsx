import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Notice } from "#app/_ui/notice.tsx";
import { isFault, type PauseReason } from "#lib/campaigns/pause-reason.ts";

/** Why a campaign stands still and what to do about it; the server's own words are one click away. */
export const PauseNotice = ({ reason, action }: { reason: PauseReason; action?: ReactNode }) => {
  const t = useTranslations("campaigns.pauseReason");
  return (
    <Notice
      tone={isFault(reason) ? "danger" : "warning"}
      title={t(`${reason.key}.title`, { server: "", ...reason.values })}
      action={action}
    >
      <p>{t(`${reason.key}.help`, { server: "", ...reason.values })}</p>
      {reason.detail ? (
        <details className="mt-1">
          <summary className="cursor-pointer">{t("detail")}</summary>
          <pre className="mt-1 max-w-full overflow-x-auto text-xs whitespace-pre-wrap">{reason.detail}</pre>
        </details>
      ) : null}
    </Notice>
  );
};
