"use client";

import { useTranslations } from "next-intl";
import { TimeStamp } from "#app/_ui/time-stamp.tsx";
import type { ServerWait } from "#lib/lines/read-server-wait.ts";

/** Why nothing goes through a server at the moment, since when, and when that changes or is tried to. */
export const ServerWaitWords = ({ wait }: { wait: ServerWait }) => {
  const t = useTranslations("campaigns.live.lines");
  if (!("since" in wait)) {
    return t.rich(`wait.${wait.key}`, { time: () => <TimeStamp at={wait.until} /> });
  }
  const { since, until, isTriedNow } = wait;
  return (
    <>
      {t.rich(`wait.${wait.key}`, { since: () => <TimeStamp at={since} /> })}{" "}
      {until && !isTriedNow
        ? t.rich("tried", { time: () => <TimeStamp at={until} style="time" /> })
        : t("triedNow")}
    </>
  );
};
