import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { acceptOwnerInvitation } from "#lib/accounts/accept-owner-invitation.ts";
import type { Actor } from "#lib/accounts/actor.ts";
import { createOwnerInvitation } from "#lib/accounts/create-owner-invitation.ts";
import { closeQueues } from "#lib/jobs/enqueue.ts";
import { applyMigrations } from "#lib/platform/apply-migrations.ts";
import { closeDatabase, database, pool } from "#lib/platform/database.ts";
import { removeEmbeddedPostgres, startEmbeddedPostgres } from "#lib/platform/embedded-postgres.ts";

export type ScratchInstallation = {
  actor: Actor;
  databasePid: number;
  /** A new list with so many made-up contacts, `person1.1@mail1.example` and on: domains that no name server knows, so no mailbox provider has a pace. */
  makeList: (contacts: number) => Promise<string>;
  stop: () => Promise<void>;
};

/**
 * A database as an installation has it, with the same settings (every commit reaches the disk), and an owner; nothing of it
 * stays. No web server and no worker runs yet.
 */
export async function startScratchInstallation(): Promise<ScratchInstallation> {
  const dataDirectory = await mkdtemp(path.join(tmpdir(), "kurir-bench-"));
  const server = await startEmbeddedPostgres({ dataDirectory });
  await applyMigrations(server.url());
  Object.assign(process.env, {
    NODE_ENV: "production",
    DATABASE_URL: server.url(),
    REDIS_URL: "",
    DATA_DIR: dataDirectory,
    APP_URL: "https://mail.toko-kopi.example",
    APP_SECRET: "a secret for measuring only, thrown away after",
    LOG_LEVEL: "warn",
    RELAY_PRIVATE_PORTS: "any",
    SANDBOX_PORT: "0",
  });
  const token = (await createOwnerInvitation())?.split("/").at(-1) ?? "";
  const accepted = await acceptOwnerInvitation(token, {
    name: "Sari Dewi",
    email: "sari@toko-kopi.example",
    password: "kurir-bench-2026",
    workspaceName: "Toko Kopi Nusantara",
    locale: "en",
  });
  if (accepted.outcome !== "created") throw new Error(`The owner was not made: ${accepted.outcome}`);
  const { actor } = accepted;
  for (const key of ["city", "plan"]) {
    await database().attribute.create({ data: { workspaceId: actor.workspaceId, key, label: key } });
  }
  let lists = 0;
  return {
    actor,
    databasePid: server.pid,
    async makeList(contacts) {
      lists += 1;
      const { rows } = await pool().query<{ id: string }>(
        `INSERT INTO lists (id, workspace_id, name) VALUES (gen_random_uuid(), $1, $2) RETURNING id`,
        [actor.workspaceId, `List ${lists}`],
      );
      const id = rows[0]?.id ?? "";
      await pool().query(
        `WITH people AS (
           INSERT INTO contacts (workspace_id, email, first_name, last_name, attributes, updated_at)
           SELECT $1::uuid, 'person' || $4 || '.' || n || '@mail' || n % 50 || '.example', 'Sari ' || n, 'Dewi',
             jsonb_build_object('city', 'Bandung', 'plan', 'gold'), now()
           FROM generate_series(1, $3::int) n RETURNING id)
         INSERT INTO subscriptions (list_id, contact_id, source) SELECT $2::uuid, id, 'hand' FROM people`,
        [actor.workspaceId, id, contacts, lists],
      );
      await pool().query("ANALYZE contacts, subscriptions");
      return id;
    },
    async stop() {
      await closeQueues();
      await closeDatabase();
      await server.stop();
      await removeEmbeddedPostgres(dataDirectory);
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}
