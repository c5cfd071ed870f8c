import { setWorkspace } from "./account-store.ts";
import { type Actor, requirePermission } from "./actor.ts";

/**
 * Renames the actor's workspace and sets its time zone (an IANA name such as "Asia/Jakarta").
 *
 * @returns `unknownTimeZone` when this Node does not know the zone: every time on the screens would fail
 */
export const updateWorkspace = async (
  actor: Actor,
  { name, timeZone }: { name: string; timeZone: string },
): Promise<{ outcome: "saved" } | { outcome: "unknownTimeZone" }> => {
  requirePermission(actor, "workspace:write");
  if (!isTimeZone(timeZone)) return { outcome: "unknownTimeZone" };
  await setWorkspace(actor.workspaceId, { name: name.trim(), timeZone });
  return { outcome: "saved" };
};

const isTimeZone = (name: string): boolean => {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
};
