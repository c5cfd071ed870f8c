-- A message that a person had sent again while it was in doubt, and whose second copy came to nothing: the first one may have
-- arrived, and what shows it settles the row. Without such messages the index is as small as before.
DROP INDEX "messages_doubt_idx";
CREATE INDEX "messages_doubt_idx" ON "messages" ("campaign_id", "id")
WHERE "state" = 'in_doubt' OR ("doubt_decided_at" IS NOT NULL AND "state" IN ('deferred', 'bounced', 'expired', 'skipped', 'cancelled'));
