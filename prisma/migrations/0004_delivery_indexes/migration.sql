-- What delivery asks for all the time, as partial indexes: each holds only the rows that are in that state now, so it stays
-- small while millions of final rows pile up. Prisma's schema has no words for them.

-- Claims take the queued rows of one batch in order; the sweep finds batches with queued rows by a loose scan.
CREATE INDEX "messages_queued_idx" ON "messages" ("campaign_id", "batch", "id") WHERE "state" = 'queued';
-- Claims take the due rows of one batch; the sweep finds the batches in which something is due.
CREATE INDEX "messages_deferred_idx" ON "messages" ("campaign_id", "batch", "next_attempt_at") WHERE "state" = 'deferred';
CREATE INDEX "messages_due_idx" ON "messages" ("campaign_id", "next_attempt_at") INCLUDE ("batch") WHERE "state" = 'deferred';
-- Renewing and taking back leases read all of it. Not by lease_until: a renewal would then write a new index entry.
CREATE INDEX "messages_sending_idx" ON "messages" ("campaign_id", "leased_by") WHERE "state" = 'sending';

-- A row is written once and updated three times within seconds (claimed, marked, recorded): room on its own page spares the
-- index entries of the mark, and a vacuum that comes early keeps the partial indexes short.
ALTER TABLE "messages" SET (
  fillfactor = 75,
  autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_vacuum_insert_scale_factor = 0.2,
  autovacuum_analyze_scale_factor = 0.02,
  autovacuum_vacuum_cost_delay = 0
);
-- A handful of rows whose counters change many times a second: HOT updates need free space on the page.
ALTER TABLE "campaigns" SET (fillfactor = 30, autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0);
