// npm run demo: the main job on real input, with no questions. `--recipients N` sends to N (2,000 unless told), `--exit` ends
// instead of leaving the dashboard running, `--json` prints the figures as one JSON object on the last line.
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { closeQueues } from "#lib/jobs/enqueue.ts";
import { removeEmbeddedPostgres } from "#lib/platform/embedded-postgres.ts";
import { takeFolderLock } from "#lib/platform/folder-lock.ts";
import { OperatorError } from "#lib/platform/operator-error.ts";
import { findFreePort } from "#lib/platform/port-holder.ts";
import { readCampaignProgress } from "#lib/progress/read-campaign-progress.ts";
import { readCampaignReport } from "#lib/reports/read-campaign-report.ts";
import { auditBooks } from "./demo/audit-books.ts";
import { followInbox } from "./demo/follow-inbox.ts";
import { printReport } from "./demo/print-report.ts";
import { demoOwner, importSample, sendCampaign, signUp } from "./demo/run-main-job.ts";
import { type Installation, startInstallation } from "./installation.ts";
import { readArguments } from "./read-arguments.ts";

const { values: options } = readArguments({
  options: {
    recipients: { type: "string", default: "2000" },
    exit: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
});
const recipients = Number(options.recipients);
if (!Number.isInteger(recipients) || recipients < 1 || recipients > 1_000_000) {
  console.error("--recipients takes a whole number from 1 to 1,000,000.");
  process.exit(2);
}

// The demo's own folder, so that it never touches an installation's data: a passing one, or one that starts afresh each time.
const dataDirectory = options.exit ? mkdtempSync(join(tmpdir(), "kurir-demo-")) : resolve("data-demo");
const abort = new AbortController();
let installation: Installation | undefined;
let figuresAsJson: string | undefined;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    if (abort.signal.aborted) installation?.hurry();
    abort.abort(new Error("Stopped."));
  });
}

try {
  if (!options.exit) await clearEarlierDemo();
  process.exitCode = await runDemo();
} catch (error) {
  if (error instanceof OperatorError || abort.signal.aborted) console.error(`\n${(error as Error).message}`);
  else console.error(error);
  process.exitCode = 1;
} finally {
  await closeQueues();
  await installation?.stop();
  if (options.exit) await removeDataFolder();
  // Whoever reads this by machine takes the last line.
  if (figuresAsJson !== undefined) console.log(figuresAsJson);
}

/** What an earlier demo left goes, unless it is still running. */
async function clearEarlierDemo(): Promise<void> {
  if (!existsSync(dataDirectory)) return;
  const taken = takeFolderLock(join(dataDirectory, "running.json"));
  if (!taken.ok) {
    throw new OperatorError(
      `A demo is running already: ${taken.holder.note}. Open that address, or stop it first.`,
    );
  }
  await removeDataFolder();
}

async function removeDataFolder(): Promise<void> {
  await removeEmbeddedPostgres(dataDirectory);
  rmSync(dataDirectory, { recursive: true, force: true });
}

async function runDemo(): Promise<number> {
  const port = await findFreePort();
  installation = await startInstallation({
    dataDirectory,
    signal: abort.signal,
    onProgress: (line) => console.log(line),
    environment: {
      DATABASE_URL: "",
      REDIS_URL: "",
      APP_URL: `http://localhost:${port}`,
      PORT: String(port),
      SANDBOX_PORT: String(await findFreePort()),
      SANDBOX_ANSWERS: "realistic",
      // Each made-up recipient comes from an address of their own, as real ones do.
      TRUST_PROXY: "1",
      LOG_LEVEL: "warn",
    },
  });
  const startedAt = performance.now();
  const actor = await signUp();
  const { listId, imported, rejected } = await importSample(actor, recipients);
  const inbox = followInbox();
  const { campaignId, audience } = await sendCampaign(actor, listId, abort.signal);
  console.log("Recipients open, click and unsubscribe.");
  await inbox.finish();
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10;

  const progress = await readCampaignProgress(actor, campaignId);
  const report = await readCampaignReport(actor, campaignId);
  if (!progress || !report) throw new Error("The campaign is gone.");
  const { books } = progress;
  const { distinct, duplicates } = inbox.received();
  const figures = {
    imported,
    rejected,
    audience,
    accepted: books.accepted,
    deferred: books.deferred,
    bounced: books.bounced,
    skipped: books.skipped,
    inDoubt: books.inDoubt,
    expired: books.expired,
    opened: report.opens.people,
    clicked: report.clicks.people,
    unsubscribed: report.unsubscribed,
    distinctReceived: distinct,
    duplicatesReceived: duplicates,
    seconds,
  };
  const wrong = await auditBooks(campaignId, { audience, books, received: distinct });
  if (duplicates > 0) wrong.push(`${duplicates} mails were received twice`);
  printReport(figures, wrong);

  if (!options.exit) await leaveRunning(installation.url);
  if (options.json) figuresAsJson = JSON.stringify(figures);
  return wrong.length === 0 ? 0 : 1;
}

async function leaveRunning(url: string): Promise<void> {
  console.log(
    [
      "",
      "The dashboard is running with what you have just seen.",
      "",
      `  Dashboard  ${url}`,
      `  E-mail     ${demoOwner.email}`,
      `  Password   ${demoOwner.password}`,
      "",
      "Ctrl-C stops it. Nothing left this machine.",
      "",
    ].join("\n"),
  );
  if (abort.signal.aborted) return;
  await new Promise((stopped) => abort.signal.addEventListener("abort", stopped, { once: true }));
}
