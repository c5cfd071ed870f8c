import { deleteOldCaughtMails } from "./sandbox-store.ts";

/** What is kept of each workspace whatever its age, and how long anything is kept at least: nothing vanishes under one's eyes. */
const keepMails = 10_000;
const keepMinutes = 15;

/** House-keeping: caught mails are test mails, the newest are enough. */
export async function removeOldSandboxMails(): Promise<void> {
  await deleteOldCaughtMails(keepMails, keepMinutes);
}
