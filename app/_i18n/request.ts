import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { currentSession } from "#app/_session/current-session.ts";
import { loadMessages } from "./load-messages.ts";
import { LOCALE_COOKIE, pickLocale } from "./locale.ts";

/** Language and time zone of the page being rendered; next-intl calls this once a request. */
export default getRequestConfig(async () => {
  const [jar, head, session] = await Promise.all([cookies(), headers(), currentSession()]);
  const locale = pickLocale(
    [jar.get(LOCALE_COOKIE)?.value, session?.person.locale],
    head.get("accept-language"),
  );
  return {
    locale,
    messages: await loadMessages(locale),
    timeZone: session?.workspace.timeZone ?? "Asia/Jakarta",
    formats: { number: { share: { minimumFractionDigits: 1, maximumFractionDigits: 1 } } },
  };
});
