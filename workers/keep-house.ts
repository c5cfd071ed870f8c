import { sweepImports } from "#lib/imports/sweep-imports.ts";
import { forgetCompiled } from "#lib/mjml/forget-compiled.ts";
import { makeEventPartitions } from "#lib/platform/event-partitions.ts";
import { removeOldSandboxMails } from "#lib/sandbox/remove-old-sandbox-mails.ts";
import { forgetOldCounts } from "#lib/sweeps/forget-old-counts.ts";

/** Hourly: the coming months have their partitions, uploads nobody imported are gone, the sandbox keeps its newest mails only, counts under caps end after a day, what MJML compiled to after an hour. */
export async function keepHouse(): Promise<void> {
  await makeEventPartitions(new Date());
  await sweepImports(new Date());
  await removeOldSandboxMails();
  await forgetOldCounts();
  await forgetCompiled();
}
