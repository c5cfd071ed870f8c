-- By each recipient's own clock: recipients whose moment comes later wait in batches of their own, a million numbers apart.
ALTER TABLE "campaigns"
  ADD COLUMN "recipient_time" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "start_at" TIMESTAMPTZ(3);

CREATE TABLE "campaign_waves" (
    "campaign_id" UUID NOT NULL,
    "wave" INTEGER NOT NULL,
    "not_before" TIMESTAMPTZ(3) NOT NULL,
    "time_zone" TEXT NOT NULL,
    "batches" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "campaign_waves_pkey" PRIMARY KEY ("campaign_id", "wave")
);

ALTER TABLE "campaign_waves" ADD CONSTRAINT "campaign_waves_campaign_id_fkey"
FOREIGN KEY ("campaign_id") REFERENCES "campaigns"("id") ON DELETE CASCADE ON UPDATE CASCADE;
