-- Limits of a sending server beside connections and rate.
ALTER TABLE "sending_servers"
  ADD COLUMN "messages_per_connection" INTEGER,
  ADD COLUMN "hourly_cap" INTEGER,
  ADD COLUMN "daily_cap" INTEGER,
  ADD COLUMN "hours_from" INTEGER,
  ADD COLUMN "hours_to" INTEGER,
  ADD COLUMN "hours_time_zone" TEXT,
  ADD COLUMN "weight" INTEGER NOT NULL DEFAULT 1,
  ADD COLUMN "from_domains" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
  ADD COLUMN "pace_providers" BOOLEAN NOT NULL DEFAULT true;
UPDATE "sending_servers" SET "pace_providers" = false WHERE "kind" = 'sandbox';

ALTER TABLE "senders" ADD COLUMN "shares_servers" BOOLEAN NOT NULL DEFAULT false;

-- What limits are kept with, across worker processes and restarts. A handful of rows that change many times a second, so
-- every update should find room on its own page.
CREATE TABLE "send_paces" (
  "key" TEXT NOT NULL,
  "next_free_at" TIMESTAMPTZ(6) NOT NULL,
  CONSTRAINT "send_paces_pkey" PRIMARY KEY ("key")
) WITH (fillfactor = 30, autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0);

CREATE TABLE "send_counts" (
  "key" TEXT NOT NULL,
  "minute" TIMESTAMPTZ(3) NOT NULL,
  "count" INTEGER NOT NULL,
  CONSTRAINT "send_counts_pkey" PRIMARY KEY ("key", "minute")
) WITH (fillfactor = 70);

CREATE TABLE "server_shares" (
  "server_id" UUID NOT NULL,
  "line" UUID NOT NULL,
  "joined_at" TIMESTAMPTZ(6) NOT NULL,
  "seen_at" TIMESTAMPTZ(6) NOT NULL,
  "wants" BOOLEAN NOT NULL,
  "granted" INTEGER NOT NULL,
  "presence" UUID,
  CONSTRAINT "server_shares_pkey" PRIMARY KEY ("server_id", "line")
) WITH (fillfactor = 30, autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0);

CREATE TABLE "server_breakers" (
  "server_id" UUID NOT NULL,
  "episodes" INTEGER NOT NULL,
  "open_until" TIMESTAMPTZ(3) NOT NULL,
  "reason" TEXT NOT NULL,
  CONSTRAINT "server_breakers_pkey" PRIMARY KEY ("server_id")
);

CREATE TABLE "provider_paces" (
  "server_id" UUID NOT NULL,
  "provider" TEXT NOT NULL,
  "concurrency" DOUBLE PRECISION NOT NULL,
  "failures" INTEGER NOT NULL DEFAULT 0,
  "not_before" TIMESTAMPTZ(3),
  "ceiling" INTEGER,
  "per_minute" DOUBLE PRECISION,
  "eased_until" TIMESTAMPTZ(3),
  "reason" TEXT,
  "changed_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "provider_paces_pkey" PRIMARY KEY ("server_id", "provider")
) WITH (fillfactor = 50);

-- Which mailbox provider hosts a domain. Without an expiry it is common knowledge, see lib/pacing/consumer-domains.ts.
CREATE TABLE "mail_domains" (
  "domain" TEXT NOT NULL,
  "provider" TEXT,
  "expires_at" TIMESTAMPTZ(3),
  CONSTRAINT "mail_domains_pkey" PRIMARY KEY ("domain")
);

ALTER TABLE "messages" ADD COLUMN "provider" TEXT;
