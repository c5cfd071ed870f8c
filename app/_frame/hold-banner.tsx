import { useTranslations } from "next-intl";
import { ActionButton } from "#app/_ui/action-button.tsx";
import { Notice } from "#app/_ui/notice.tsx";
import { TimeStamp } from "#app/_ui/time-stamp.tsx";
import type { SendingHold } from "#lib/accounts/read-sending-hold.ts";
import { release } from "./release-sending.ts";

/** On every page while nothing is sent: why, what to look at first, and the button for those who may press it. */
export const HoldBanner = ({ hold, mayRelease }: { hold: SendingHold; mayRelease: boolean }) => {
  const t = useTranslations("accounts.hold");
  const { reason, lastBeatAt } = hold;
  return (
    <div className="px-4 pt-4 md:px-8">
      <Notice
        tone="danger"
        title={t("title")}
        action={
          mayRelease ? (
            <ActionButton
              action={release}
              input={{}}
              size="sm"
              successMessage={t("released")}
              confirm={{
                title: t("confirmTitle"),
                body: t("confirmBody"),
                confirmLabel: t("release"),
              }}
            >
              {t("release")}
            </ActionButton>
          ) : undefined
        }
      >
        <p>{t(`reason.${reason}`)}</p>
        <p>
          {lastBeatAt ? t.rich("lastBeat", { at: () => <TimeStamp at={lastBeatAt} /> }) : null}{" "}
          {mayRelease ? t("look") : t("askAdmin")}
        </p>
      </Notice>
    </div>
  );
};
