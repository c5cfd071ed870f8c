-- What goes before what: receipts and notices that people wait for do not queue behind a newsletter.
CREATE TYPE "CampaignPriority" AS ENUM ('campaign', 'transactional');

-- Recipients are written in slices while the first are being sent to: how far the writing has come.
ALTER TABLE "campaigns"
  ADD COLUMN "priority" "CampaignPriority" NOT NULL DEFAULT 'campaign',
  ADD COLUMN "planned_to" BIGINT,
  ADD COLUMN "planned_batches" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "planned_at" TIMESTAMPTZ(3);

-- Until now a campaign got all its recipients in one transaction, which also let it send.
UPDATE "campaigns" SET
  "planned_at" = coalesce("launched_at", "updated_at"),
  "planned_to" = 9223372036854775807,
  "planned_batches" = coalesce((SELECT max("batch") + 1 FROM "messages" WHERE "campaign_id" = "campaigns"."id"), 0)
WHERE "state" IN ('sending', 'finished', 'cancelled') OR ("state" = 'paused' AND "audience" > 0);
