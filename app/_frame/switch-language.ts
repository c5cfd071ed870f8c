"use server";

import { revalidatePath } from "next/cache";
import { cookies } from "next/headers";
import { z } from "zod";
import { LOCALE_COOKIE, LOCALES } from "#app/_i18n/locale.ts";
import { visitorAction } from "#app/_session/actor-action.ts";
import { currentSession } from "#app/_session/current-session.ts";
import { rememberLocale } from "#lib/accounts/remember-locale.ts";

const ONE_YEAR_SECONDS = 365 * 24 * 3600;

/** Keeps the chosen language in this browser, and on the user's row when somebody is signed in. */
export const switchLanguage = visitorAction
  .inputSchema(z.object({ locale: z.enum(LOCALES) }))
  .action(async ({ parsedInput: { locale } }) => {
    (await cookies()).set(LOCALE_COOKIE, locale, { maxAge: ONE_YEAR_SECONDS, sameSite: "lax", path: "/" });
    const session = await currentSession();
    if (session) await rememberLocale(session.actor, locale);
    revalidatePath("/", "layout");
  });
