import { defineConfig } from "prisma/config";

/** Only the Prisma command line reads this. The database address is given to the driver, not here. */
export default defineConfig({
  schema: "prisma/schema",
  migrations: { path: "prisma/migrations" },
});
