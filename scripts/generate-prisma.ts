import { spawnSync } from "node:child_process";

/**
 * Generates the Prisma client into prisma/client.
 *
 * The command line wants a native schema engine that it downloads from outside npm, although generating
 * never runs it. Naming any executable as that engine keeps set-up to what the lockfile holds.
 */
const result = spawnSync(process.execPath, ["node_modules/prisma/build/index.js", "generate"], {
  encoding: "utf8",
  env: {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: process.env.PRISMA_SCHEMA_ENGINE_BINARY ?? process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
    CHECKPOINT_DISABLE: "1",
    NO_COLOR: "1",
  },
});

if (result.status !== 0) {
  console.error("Generating the Prisma client from prisma/schema failed:\n");
  console.error(`${result.stdout ?? ""}${result.stderr ?? ""}${result.error?.message ?? ""}`.trim());
}
process.exitCode = result.status ?? 1;
