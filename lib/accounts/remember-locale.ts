import { setLocale } from "./account-store.ts";
import type { Actor } from "./actor.ts";

/** Remembers the language of the person who acts, for their next browser. */
export const rememberLocale = async (actor: Actor, locale: "en" | "id"): Promise<void> =>
  setLocale(actor.userId, locale);
