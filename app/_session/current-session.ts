import { headers } from "next/headers";
import { cache } from "react";
import { readSession, type Session } from "#lib/accounts/read-session.ts";

/** Who is signed in, or null; asked once a request however many components want to know. */
export const currentSession: () => Promise<Session | null> = cache(async () => readSession(await headers()));
