// How long a large campaign takes to be planned, and how soon its first mail leaves. Prints a line per measurement and, with
// --json, one object at the end. Everything runs on a database of its own that is thrown away.
//   node scripts/run.mjs scripts/bench-planning.ts --contacts 1000000
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { Actor } from "#lib/accounts/actor.ts";
import { scheduleCampaign } from "#lib/campaigns/schedule-campaign.ts";
import { planBatches } from "#lib/delivery/plan-batches.ts";
import { closeQueues } from "#lib/jobs/enqueue.ts";
import { applyMigrations } from "#lib/platform/apply-migrations.ts";
import { closeDatabase, database, pool } from "#lib/platform/database.ts";
import { startEmbeddedPostgres } from "#lib/platform/embedded-postgres.ts";
import { findFreePort } from "#lib/platform/port-holder.ts";

const { values } = parseArgs({
  options: {
    contacts: { type: "string", default: "1000000" },
    json: { type: "boolean", default: false },
  },
});
const contacts = Number(values.contacts);

const folder = await mkdtemp(join(tmpdir(), "kurir-bench-"));
const server = await startEmbeddedPostgres({ dataDirectory: folder });
Object.assign(process.env, {
  NODE_ENV: "test",
  DATABASE_URL: server.url(),
  DATA_DIR: folder,
  APP_URL: "http://kurir.test",
  APP_SECRET: "a secret for measuring, 32 characters or more",
  LOG_LEVEL: "error",
  RELAY_PRIVATE_PORTS: "any",
  SANDBOX_PORT: "0",
});
delete process.env.REDIS_URL;
try {
  await applyMigrations(server.url());
  const place = await fill();
  const alone = await planAlone(place);
  const besideWorker = await planBesideWorker(place);
  if (values.json) console.log(JSON.stringify({ contacts, alone, besideWorker }));
} finally {
  await closeQueues();
  await closeDatabase();
  await server.destroy();
  await rm(folder, { recursive: true, force: true });
}

type Place = { actor: Actor; listId: string; port: number; senderId: string };

/** A workspace whose one list holds everybody; an eighth of them stands on a second list, and some may not be mailed. */
async function fill(): Promise<Place> {
  const userId = crypto.randomUUID();
  const workspace = await database().workspace.create({
    data: {
      name: "Bench",
      members: {
        create: {
          role: "owner",
          user: { create: { id: userId, name: "Bench", email: "bench@example.com" } },
        },
      },
    },
  });
  const workspaceId = workspace.id;
  const port = await findFreePort();
  const list = await database().list.create({ data: { workspaceId, name: "Everybody" } });
  await pool().query(
    `INSERT INTO contacts (workspace_id, email, first_name, updated_at)
     SELECT $1, 'person' || number || '@example' || number % 40 || '.org', 'Person ' || number, now()
     FROM generate_series(1, $2::int) number`,
    [workspaceId, contacts],
  );
  await pool().query(
    "INSERT INTO subscriptions (list_id, contact_id, source) SELECT $1, id, 'hand' FROM contacts WHERE workspace_id = $2",
    [list.id, workspaceId],
  );
  await pool().query(
    `INSERT INTO suppressions (id, workspace_id, email, reason, source)
     SELECT gen_random_uuid(), $1, 'person' || number || '@example' || number % 40 || '.org', 'bounced', 'hand'
     FROM generate_series(1, $2::int, 50) number`,
    [workspaceId, contacts],
  );
  const sendingServer = await database().sendingServer.create({
    data: { workspaceId, name: "Sink", host: "127.0.0.1", port, security: "none", maxConnections: 50 },
  });
  const sender = await database().sender.create({
    data: { workspaceId, name: "Bench", email: "bench@example.com", sendingServerId: sendingServer.id },
  });
  await pool().query("VACUUM (ANALYZE) contacts, subscriptions, suppressions");
  return { actor: { userId, workspaceId, role: "owner" }, listId: list.id, port, senderId: sender.id };
}

async function draft({ actor, listId, senderId }: Place): Promise<string> {
  const { id } = await database().campaign.create({
    data: {
      workspaceId: actor.workspaceId,
      createdBy: actor.userId,
      name: "Bench",
      subject: "Hello {{ contact.first_name }}",
      mjml: `<mjml><mj-body><mj-section><mj-column><mj-text>Hello {{ contact.first_name }}
<a href="https://shop.example/">Shop</a> <a href="{{ unsubscribe_url }}">Unsubscribe</a></mj-text></mj-column></mj-section></mj-body></mjml>`,
      senderId,
      lists: { create: { listId, mode: "include" } },
    },
  });
  return id;
}

/** Presses Send and plans in this process, while nothing else runs. */
async function planAlone(place: Place) {
  const id = await draft(place);
  const pressed = performance.now();
  await press(place, id);
  const launched = performance.now();
  const first = watch(() =>
    pool().query("SELECT 1 FROM messages WHERE campaign_id = $1 AND state = 'queued' LIMIT 1", [id]),
  );
  const before = process.memoryUsage().rss;
  await planBatches(
    { campaignId: id },
    { firstSlice: 10_000, slice: 25_000, turnMilliseconds: Number.POSITIVE_INFINITY },
  );
  const planned = performance.now();
  const grown = process.memoryUsage().rss - before;
  const firstAt = await first;
  const figures = {
    pressSeconds: seconds(launched - pressed),
    firstClaimableSeconds: seconds(firstAt - pressed),
    plannedSeconds: seconds(planned - launched),
    memoryGrowthMegabytes: Math.round(grown / 1_048_576),
  };
  console.log("alone", figures);
  return figures;
}

/** Presses Send while a worker process plans and sends to a server that accepts everything. */
async function planBesideWorker(place: Place) {
  // Postfix's receiving server, where it is installed; as root it wants to become somebody else.
  const user = process.getuid?.() === 0 ? ["-u", "nobody"] : [];
  const sink = spawn("smtp-sink", [...user, `127.0.0.1:${place.port}`, "1000"], { stdio: "ignore" });
  const failed = await Promise.race([
    Promise.any([once(sink, "error"), once(sink, "exit")]).then(() => true),
    pause(500, false),
  ]);
  if (failed) return null;
  const jobs = ["planBatches", "deliverBatch", "sweepDeliveries"];
  const worker = spawn(process.execPath, ["workers/main.ts", ...jobs.map((job) => `--only=${job}`)], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  try {
    await once(worker, "message");
    const id = await draft(place);
    const pressed = performance.now();
    await press(place, id);
    const sent = async () => pool().query("SELECT 1 FROM campaigns WHERE id = $1 AND accepted > 0", [id]);
    const firstAt = await watch(sent);
    const plannedAt = await watch(() =>
      pool().query("SELECT 1 FROM campaigns WHERE id = $1 AND planned_at IS NOT NULL", [id]),
    );
    const { rows } = await pool().query<{ accepted: number }>(
      "SELECT accepted FROM campaigns WHERE id = $1",
      [id],
    );
    const figures = {
      firstMailSeconds: seconds(firstAt - pressed),
      plannedSeconds: seconds(plannedAt - pressed),
      sentMeanwhile: rows[0]?.accepted ?? 0,
    };
    console.log("beside a worker", figures);
    return figures;
  } finally {
    worker.kill("SIGTERM");
    await once(worker, "exit");
    sink.kill();
  }
}

async function press({ actor }: Place, id: string): Promise<void> {
  const outcome = await scheduleCampaign(actor, id, { kind: "now" });
  if (outcome.kind !== "launched") throw new Error(`not launched: ${JSON.stringify(outcome)}`);
}

/** When a query first gives a row, looking every 20 ms. */
async function watch(look: () => Promise<{ rows: unknown[] }>): Promise<number> {
  while ((await look()).rows.length === 0) await pause(20);
  return performance.now();
}

function seconds(milliseconds: number): number {
  return Math.round(milliseconds / 10) / 100;
}
