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
  const why = (
    <>
      <p>{t(`reason.${reason}`)}</p>
      <p className="mt-1.5">
        {lastBeatAt ? t.rich("lastBeat", { at: () => <TimeStamp at={lastBeatAt} /> }) : null}{" "}
        {mayRelease ? t("look") : t("askAdmin")}
      </p>
    </>
  );
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
        <div className="max-md:hidden">{why}</div>
        {/* It stands above every page: on a telephone there would be no room left for the page. */}
        <details className="md:hidden">
          <summary className="w-fit cursor-pointer rounded">{t("why")}</summary>
          <div className="mt-1.5">{why}</div>
        </details>
      </Notice>
    </div>
  );
};
