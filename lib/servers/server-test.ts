import { z } from "zod";
import { connectionProblems, connectionStages } from "#lib/smtp/connection-problem.ts";

/** How a connection test went, as the server's row keeps it. */
const serverTest = z.object({
  /** ISO 8601. */
  at: z.string(),
  ok: z.boolean(),
  encrypted: z.boolean(),
  signedIn: z.boolean(),
  milliseconds: z.number(),
  stage: z.enum(connectionStages).optional(),
  problem: z.enum(connectionProblems).optional(),
  /** What the server or the network said. */
  detail: z.string().optional(),
});

export type ServerTest = z.infer<typeof serverTest>;

/** Reads what a row keeps; null where there is none, or one whose form is no longer known. */
export function parseServerTest(kept: unknown): ServerTest | null {
  const parsed = serverTest.safeParse(kept);
  return parsed.success ? parsed.data : null;
}
