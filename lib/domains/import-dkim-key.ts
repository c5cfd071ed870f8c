import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { checkDkimName, type DkimKeyProblem } from "./dkim-key.ts";
import { type KeptDkimKey, keepDkimKey } from "./keep-dkim-key.ts";
import { readPrivateKey } from "./private-key.ts";

/** Takes over a key that the domain has already, so that its record can stay as it is. */
export async function importDkimKey(
  actor: Actor,
  draft: { domain: string; selector: string; pem: string },
): Promise<KeptDkimKey | { outcome: "invalid"; problems: DkimKeyProblem[] }> {
  requirePermission(actor, "senders:write");
  const checked = checkDkimName(draft);
  const read = readPrivateKey(draft.pem);
  if (!checked.ok || !read.ok) {
    const problems = checked.ok ? [] : checked.problems;
    if (!read.ok) problems.push({ field: "pem", problem: read.problem });
    return { outcome: "invalid", problems };
  }
  return keepDkimKey(
    actor.workspaceId,
    { domain: checked.domain, selector: checked.selector },
    read.privateKey,
  );
}
