import { generateKeyPair } from "node:crypto";
import { promisify } from "node:util";
import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { bitsOfNewKey, checkDkimName, type DkimKeyProblem } from "./dkim-key.ts";
import { type KeptDkimKey, keepDkimKey } from "./keep-dkim-key.ts";

const makePair = promisify(generateKeyPair);

/** Makes a key for a domain. Nothing is signed with it before it is activated. The search for primes runs on the thread pool. */
export async function generateDkimKey(
  actor: Actor,
  draft: { domain: string; selector: string },
): Promise<KeptDkimKey | { outcome: "invalid"; problems: DkimKeyProblem[] }> {
  requirePermission(actor, "senders:write");
  const checked = checkDkimName(draft);
  if (!checked.ok) return { outcome: "invalid", problems: checked.problems };
  const { privateKey } = await makePair("rsa", { modulusLength: bitsOfNewKey });
  return keepDkimKey(actor.workspaceId, { domain: checked.domain, selector: checked.selector }, privateKey);
}
