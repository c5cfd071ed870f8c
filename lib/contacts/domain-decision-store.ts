import type { PoolClient } from "pg";
import type { Actor } from "#lib/accounts/actor.ts";
import { inTransaction } from "#lib/platform/in-transaction.ts";
import type { DomainDecision, DomainOutcome } from "./domain-question.ts";
import { endOfAddress } from "./domain-questions-store.ts";

type Question = { id: string; domain: string; evidence: string };

/** Contacts at a domain that get mail. Parameters: workspace, domain. By the trigram index on contacts.email. */
const atDomain = `workspace_id = $1 AND status = 'active' AND email LIKE ${endOfAddress("$2::text")}`;

/**
 * Writes down what a person decided, and suppresses the contacts if that is it: exactly `named` of them, or nobody. Of two who
 * decide at once the second waits and finds it decided. Locks in the order in which delivery takes them too: the question,
 * suppressions, contacts.
 */
export async function writeDomainDecision(
  actor: Actor,
  questionId: string,
  decision: DomainDecision,
  named: number,
): Promise<DomainOutcome> {
  let contacts = 0;
  try {
    return await inTransaction(async (client) => {
      const { rows } = await client.query<Question & { isDecided: boolean }>(
        `SELECT id, domain, evidence, decided_at IS NOT NULL AS "isDecided" FROM domain_questions
         WHERE id = $1 AND workspace_id = $2 FOR UPDATE`,
        [questionId, actor.workspaceId],
      );
      const question = rows[0];
      if (question === undefined) return { kind: "not_found" };
      if (question.isDecided) return { kind: "decided" };
      contacts =
        decision === "suppress"
          ? await suppressAll(client, actor, question)
          : await countAll(client, actor, question);
      if (decision === "suppress" && contacts !== named) throw new NotAsNamed();
      await client.query(
        `UPDATE domain_questions SET decision = $2::"DomainDecision", contacts = $3, decided_by = $4, decided_at = now()
         WHERE id = $1`,
        [questionId, decision, contacts, actor.userId],
      );
      return { kind: "done", contacts };
    });
  } catch (error) {
    if (error instanceof NotAsNamed) return { kind: "changed", contacts };
    throw error;
  }
}

/** It came to another number than a person was shown: nothing of this transaction stays. */
class NotAsNamed extends Error {}

/** Set-based, as a domain may have a million contacts. An address that is suppressed already keeps its evidence. */
async function suppressAll(client: PoolClient, actor: Actor, question: Question): Promise<number> {
  await client.query(
    `INSERT INTO suppressions (id, workspace_id, email, reason, evidence, source)
     SELECT gen_random_uuid(), $1, email, 'bounced', $3, $4 FROM contacts WHERE ${atDomain} ORDER BY email
     ON CONFLICT (workspace_id, email) DO NOTHING`,
    [actor.workspaceId, question.domain, question.evidence, `domain:${question.id}`],
  );
  const { rowCount } = await client.query(
    `UPDATE contacts SET status = 'bounced', status_changed_at = now(), updated_at = now() WHERE ${atDomain}`,
    [actor.workspaceId, question.domain],
  );
  return rowCount ?? 0;
}

async function countAll(client: PoolClient, actor: Actor, { domain }: Question): Promise<number> {
  const { rows } = await client.query<{ contacts: number }>(
    `SELECT count(*)::int AS contacts FROM contacts WHERE ${atDomain}`,
    [actor.workspaceId, domain],
  );
  return rows[0]?.contacts ?? 0;
}
