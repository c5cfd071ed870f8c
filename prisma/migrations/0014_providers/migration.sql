-- How many messages each line of a worker process may have on the way to a mailbox provider. A line that is gone takes its
-- shares with it. Few rows that change often, so every update should find room on its own page.
CREATE TABLE "provider_shares" (
  "server_id" UUID NOT NULL,
  "line" UUID NOT NULL,
  "provider" TEXT NOT NULL,
  "joined_at" TIMESTAMPTZ(6) NOT NULL DEFAULT clock_timestamp(),
  "granted" INTEGER NOT NULL,
  CONSTRAINT "provider_shares_pkey" PRIMARY KEY ("server_id", "line", "provider")
) WITH (fillfactor = 30, autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0);

ALTER TABLE "provider_shares" ADD CONSTRAINT "provider_shares_server_id_line_fkey"
FOREIGN KEY ("server_id", "line") REFERENCES "server_shares"("server_id", "line") ON DELETE CASCADE ON UPDATE CASCADE;

-- When a provider last said what one of its rules waits for: as many times as the rule needs.
CREATE TABLE "provider_sightings" (
  "server_id" UUID NOT NULL,
  "provider" TEXT NOT NULL,
  "rule" TEXT NOT NULL,
  "seen_at" TIMESTAMPTZ(3)[] NOT NULL,
  CONSTRAINT "provider_sightings_pkey" PRIMARY KEY ("server_id", "provider", "rule")
);

-- A campaign that stopped for one mailbox provider, which does not believe that its mail is the sender's.
CREATE TABLE "campaign_provider_holds" (
  "campaign_id" UUID NOT NULL,
  "provider" TEXT NOT NULL,
  "workspace_id" UUID NOT NULL,
  "category" TEXT NOT NULL,
  "said" TEXT NOT NULL,
  "held_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "released_at" TIMESTAMPTZ(3),
  "released_by" UUID,
  CONSTRAINT "campaign_provider_holds_pkey" PRIMARY KEY ("campaign_id", "provider")
);

CREATE INDEX "campaign_provider_holds_workspace_id_idx" ON "campaign_provider_holds"("workspace_id");

ALTER TABLE "campaign_provider_holds" ADD CONSTRAINT "campaign_provider_holds_campaign_id_fkey"
FOREIGN KEY ("campaign_id") REFERENCES "campaigns"("id") ON DELETE CASCADE ON UPDATE CASCADE;
