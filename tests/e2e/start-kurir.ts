import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createOwnerInvitation } from "#lib/accounts/create-owner-invitation.ts";
import { removeEmbeddedPostgres } from "#lib/platform/embedded-postgres.ts";
import { findFreePort } from "#lib/platform/port-holder.ts";
import { startInstallation } from "#scripts/installation.ts";

/**
 * One installation for the browser tests, as `npm start` makes it: production build, embedded PostgreSQL in a folder of its own,
 * web and worker processes, the sandbox. The tests find its address and the owner's one-time link in the environment.
 */
export default async function startKurir(): Promise<() => Promise<void>> {
  const dataDirectory = await mkdtemp(join(tmpdir(), "kurir-e2e-"));
  const port = await findFreePort();
  const installation = await startInstallation({
    dataDirectory,
    environment: {
      DATABASE_URL: "",
      REDIS_URL: "",
      APP_URL: `http://localhost:${port}`,
      PORT: String(port),
      SANDBOX_PORT: String(await findFreePort()),
      // The receiving servers of the tests listen on free ports of loopback.
      RELAY_PRIVATE_PORTS: "any",
      LOG_LEVEL: "warn",
    },
  });
  process.env.KURIR_URL = installation.url;
  process.env.KURIR_OWNER_LINK = `${installation.url}${await createOwnerInvitation()}`;
  return async () => {
    await installation.stop();
    await removeEmbeddedPostgres(dataDirectory);
    await rm(dataDirectory, { recursive: true, force: true });
  };
}
