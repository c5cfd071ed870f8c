import type { Pool, PoolClient } from "pg";
import { pool } from "#lib/platform/database.ts";
import { groupKey } from "./provider.ts";
import { type ProviderState, startConcurrency, type Trouble, troubleOf } from "./provider-pace.ts";
import type { BackOffRule } from "./provider-rules.ts";

type Connection = Pick<Pool | PoolClient, "query">;

/** What is known of the providers that were met through a server. Times are milliseconds from now, not above 0 when over. */
export async function readProviderStates(
  serverId: string,
  connection: Connection = pool(),
): Promise<(ProviderState & { provider: string })[]> {
  const { rows } = await connection.query(
    `SELECT provider, concurrency, failures, reason,
       coalesce(extract(epoch FROM not_before - clock_timestamp()) * 1000, 0)::float8 AS "heldFor",
       CASE WHEN eased_until > clock_timestamp() THEN ceiling END AS ceiling,
       CASE WHEN eased_until > clock_timestamp() THEN per_minute END AS "perMinute"
     FROM provider_paces WHERE server_id = $1`,
    [serverId],
  );
  return rows;
}

/** How many messages a provider took, and at how many at a time it is at its best. */
export type Successes = { provider: string; successes: number; maximum: number };

/**
 * Messages that providers took: each lets a little more through, and as many as are under way end its provider's trouble.
 *
 * One row by its key for each provider, in one statement: two hundred cost 4 ms.
 */
export async function addSuccesses(
  serverId: string,
  taken: readonly Successes[],
  connection: Connection = pool(),
): Promise<void> {
  await connection.query(
    `INSERT INTO provider_paces AS pace (server_id, provider, concurrency, changed_at)
     SELECT $1, provider, least(maximum, $5::float8 + successes / $5::float8), now()
     FROM unnest($2::text[], $3::float8[], $4::float8[]) AS given (provider, successes, maximum) ORDER BY provider
     ON CONFLICT (server_id, provider) DO UPDATE SET
       concurrency = CASE WHEN pace.failures > 0 THEN pace.concurrency
         ELSE least(($4::float8[])[array_position($2::text[], pace.provider)],
           pace.concurrency + ($3::float8[])[array_position($2::text[], pace.provider)] / greatest(1, pace.concurrency)) END,
       failures = CASE WHEN pace.not_before > clock_timestamp() THEN pace.failures ELSE 0 END,
       changed_at = now()`,
    [
      serverId,
      taken.map(({ provider }) => provider),
      taken.map(({ successes }) => successes),
      taken.map(({ maximum }) => maximum),
      startConcurrency,
    ],
  );
}

/**
 * The provider asks for less. Of refusals that come together, from whichever worker, the first counts: one that is held already
 * is not held longer, unless its own words say so.
 *
 * @param jitter from 0.8 to 1.2, so that workers and servers do not come back together
 */
export async function addTrouble(
  serverId: string,
  provider: string,
  trouble: Trouble,
  jitter: number,
  connection: Connection = pool(),
): Promise<void> {
  await connection.query(
    `INSERT INTO provider_paces AS pace
       (server_id, provider, concurrency, failures, not_before, ceiling, per_minute, eased_until, reason, changed_at)
     VALUES ($1, $2, greatest(1, $3::float8 / 2), 1,
       clock_timestamp() + make_interval(secs => coalesce($4::float8, 60 * $9::float8)),
       $5, $6, clock_timestamp() + make_interval(secs => $7::float8), $8, now())
     ON CONFLICT (server_id, provider) DO UPDATE SET
       concurrency = CASE WHEN pace.not_before > clock_timestamp() THEN pace.concurrency
         ELSE greatest(1, pace.concurrency / 2) END,
       failures = CASE WHEN pace.not_before > clock_timestamp() THEN pace.failures ELSE pace.failures + 1 END,
       not_before = greatest(pace.not_before, CASE
         WHEN $4::float8 IS NOT NULL THEN clock_timestamp() + make_interval(secs => $4::float8)
         WHEN pace.not_before > clock_timestamp() THEN pace.not_before
         ELSE clock_timestamp() + make_interval(secs => least(3600, 60 * power(2, least(pace.failures, 10))) * $9::float8) END),
       ceiling = coalesce($5, pace.ceiling), per_minute = coalesce($6, pace.per_minute),
       eased_until = coalesce(clock_timestamp() + make_interval(secs => $7::float8), pace.eased_until),
       reason = excluded.reason, changed_at = now()`,
    [
      serverId,
      provider,
      startConcurrency,
      trouble.suspendSeconds,
      trouble.slow ? 1 : null,
      trouble.slow?.perMinute ?? null,
      trouble.slow?.seconds ?? null,
      trouble.reason.slice(0, 500),
      jitter,
    ],
  );
}

/**
 * A provider said, to whichever worker, what one of its rules waits for. As many times as the rule needs are kept, so that one
 * of more than an hour ago counts no more and nothing grows.
 *
 * @param texts what it said, once for each time
 * @returns what the rule asks for, if it was said often enough within the last hour
 */
export async function addSightings(
  serverId: string,
  provider: string,
  rule: BackOffRule,
  texts: readonly string[],
  connection: Connection = pool(),
): Promise<Trouble | null> {
  const { rows } = await connection.query<{ times: number }>(
    `INSERT INTO provider_sightings AS kept (server_id, provider, rule, seen_at)
     VALUES ($1, $2, $3, array_fill(clock_timestamp(), ARRAY[$4::int]))
     ON CONFLICT (server_id, provider, rule) DO UPDATE SET seen_at = ARRAY(
       SELECT at FROM unnest(kept.seen_at || excluded.seen_at) AS at
       WHERE at > clock_timestamp() - interval '1 hour' ORDER BY at DESC LIMIT $5)
     RETURNING cardinality(seen_at) AS times`,
    [serverId, provider, rule.key, Math.min(texts.length, rule.times), rule.times],
  );
  return (rows[0]?.times ?? 0) >= rule.times ? troubleOf(rule, texts.at(-1) ?? "") : null;
}

/** Forgets how groups of domains took mail that nobody has sent to for a month; a provider with a rule is always there. */
export async function deleteOldPaces(): Promise<void> {
  await pool().query(
    "DELETE FROM provider_paces WHERE provider LIKE $1 AND changed_at < now() - interval '30 days'",
    [groupKey("%")],
  );
}
