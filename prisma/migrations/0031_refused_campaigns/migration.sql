-- A server may refuse one campaign (its sender, the size of its mail) and take all the others: that is known by campaign.
CREATE TABLE "campaign_breakers" (
  "server_id" UUID NOT NULL,
  "campaign_id" UUID NOT NULL,
  "kind" TEXT NOT NULL,
  "times" INTEGER NOT NULL,
  "open_until" TIMESTAMPTZ(3) NOT NULL,
  "reason" TEXT NOT NULL,
  "settings" TEXT NOT NULL,
  "since" TIMESTAMPTZ(3) NOT NULL,
  "said" TEXT,
  "probed_by" UUID,
  "probed_until" TIMESTAMPTZ(3),
  CONSTRAINT "campaign_breakers_pkey" PRIMARY KEY ("server_id", "campaign_id")
);
