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
 * decide at once the second waits and finds it decided. Contacts are taken before any other row and never waited for: whoever
 * settles bounces does the same, so neither waits for the other, and no import is ended as a deadlock.
 */
export async function writeDomainDecision(
  actor: Actor,
  questionId: string,
  decision: DomainDecision,
  named: number,
): Promise<DomainOutcome> {
  try {
    return await inTransaction((client) => decide(client, actor, questionId, decision, named));
  } catch (error) {
    if (error instanceof NotAsNamed) return { kind: "changed", contacts: error.contacts };
    throw error;
  }
}

/** Others came meanwhile: nothing of this transaction stays. */
class NotAsNamed extends Error {
  readonly contacts: number;

  constructor(contacts: number) {
    super("another number of contacts than named");
    this.contacts = contacts;
  }
}

async function decide(
  client: PoolClient,
  actor: Actor,
  questionId: string,
  decision: DomainDecision,
  named: number,
): Promise<DomainOutcome> {
  // Before the contacts: two who passed over each other's would both be told to come back later.
  await client.query("SELECT pg_advisory_xact_lock(hashtextextended('domain question ' || $1::text, 0))", [
    questionId,
  ]);
  const { rows } = await client.query<Question>(
    "SELECT id, domain, evidence FROM domain_questions WHERE id = $1 AND workspace_id = $2",
    [questionId, actor.workspaceId],
  );
  const question = rows[0];
  if (question === undefined) return { kind: "not_found" };
  const { contacts, taken } = await takeContacts(client, actor, question, decision === "suppress");
  const open = await client.query(
    "SELECT FROM domain_questions WHERE id = $1 AND decided_at IS NULL FOR UPDATE",
    [questionId],
  );
  if (open.rowCount === 0) return { kind: "decided" };
  if (decision === "suppress") {
    if (contacts !== named) return { kind: "changed", contacts };
    if (taken < contacts) return { kind: "busy" };
    const suppressed = await suppressAll(client, actor, question);
    if (suppressed !== named) throw new NotAsNamed(suppressed);
  }
  await client.query(
    `UPDATE domain_questions SET decision = $2::"DomainDecision", contacts = $3, decided_by = $4, decided_at = now()
       WHERE id = $1`,
    [questionId, decision, contacts, actor.userId],
  );
  return { kind: "done", contacts };
}

/** How many contacts there are, and how many of them nobody else holds, which are held from now on if `take` says so. */
async function takeContacts(
  client: PoolClient,
  actor: Actor,
  { domain }: Question,
  take: boolean,
): Promise<{ contacts: number; taken: number }> {
  const count = async (locking: string) => {
    const { rows } = await client.query<{ contacts: number }>(
      `SELECT count(*)::int AS contacts FROM (SELECT FROM contacts WHERE ${atDomain} ${locking}) found`,
      [actor.workspaceId, domain],
    );
    return rows[0]?.contacts ?? 0;
  };
  const taken = take ? await count("ORDER BY id FOR NO KEY UPDATE SKIP LOCKED") : 0;
  return { contacts: await count(""), taken };
}

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
