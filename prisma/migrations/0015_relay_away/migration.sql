-- A server that fails as a whole: since when, whether a person must mend it, and which worker tries it at the moment. What was
-- known before is of this minute only and is found out again.
DELETE FROM "server_breakers";
ALTER TABLE "server_breakers" RENAME COLUMN "episodes" TO "times";
ALTER TABLE "server_breakers"
  ADD COLUMN "kind" TEXT NOT NULL,
  ADD COLUMN "settings" TEXT NOT NULL,
  ADD COLUMN "since" TIMESTAMPTZ(3) NOT NULL,
  ADD COLUMN "said" TEXT,
  ADD COLUMN "probed_by" UUID,
  ADD COLUMN "probed_until" TIMESTAMPTZ(3);
