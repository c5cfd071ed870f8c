import { createHmac, timingSafeEqual } from "node:crypto";
import { environment } from "#lib/platform/environment.ts";

/**
 * The password by which a workspace signs in to the mail sandbox, whose user name is the workspace's id: so the sandbox
 * knows whose mail it catches without a look at the database, and nobody else on the machine can put mail there. Derived
 * from APP_SECRET and kept nowhere.
 */
export function sandboxPassword(workspaceId: string): string {
  return createHmac("sha256", environment().appSecret)
    .update(`mail sandbox of ${workspaceId}`)
    .digest("base64url");
}

export function isSandboxPassword(workspaceId: string, password: string): boolean {
  const [given, right] = [Buffer.from(password), Buffer.from(sandboxPassword(workspaceId))];
  return given.length === right.length && timingSafeEqual(given, right);
}
