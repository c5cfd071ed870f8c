import { liftUnsubscription } from "./suppression-store.ts";

/** Lets mail flow to an address again, because its owner takes back what they asked for (system verb, no actor). */
export async function resumeAddress(workspaceId: string, email: string): Promise<void> {
  await liftUnsubscription(workspaceId, email);
}
