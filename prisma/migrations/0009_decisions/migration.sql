-- What people decide about messages, and when sending is held as a whole.

ALTER TYPE "DeliveryEventKind" ADD VALUE 'resent';
ALTER TYPE "DeliveryEventKind" ADD VALUE 'left';
ALTER TYPE "DeliveryEventKind" ADD VALUE 'requeued';

CREATE TYPE "CampaignDecisionKind" AS ENUM ('resend_in_doubt', 'leave_in_doubt', 'send_to_rest', 'retry_failed');

ALTER TABLE "messages" ADD COLUMN "doubt_decided_at" TIMESTAMPTZ(3),
ADD COLUMN "doubt_decided_by" UUID;

-- The few rows that a sign of life may still settle: in doubt, or in doubt once and waiting to be sent again. Without
-- `dot_sent_at`: a column of a predicate would cost the mark its HOT update.
CREATE INDEX "messages_doubt_idx" ON "messages" ("campaign_id", "id")
WHERE "state" = 'in_doubt' OR ("state" = 'deferred' AND "doubt_decided_at" IS NOT NULL);

CREATE TABLE "campaign_decisions" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "campaign_id" UUID NOT NULL,
    "kind" "CampaignDecisionKind" NOT NULL,
    "messages" INTEGER NOT NULL,
    "decided_by" UUID NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "campaign_decisions_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "campaign_decisions_campaign_id_decided_at_idx" ON "campaign_decisions"("campaign_id", "decided_at");

CREATE TABLE "waiting_bounces" (
    "message_id" BIGINT NOT NULL,
    "reported_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "reply_code" INTEGER NOT NULL,
    "enhanced_code" TEXT,
    "reply_text" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "effect" TEXT NOT NULL,

    CONSTRAINT "waiting_bounces_pkey" PRIMARY KEY ("message_id")
);

CREATE TABLE "installation" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "epoch" UUID NOT NULL,
    "beat" BIGINT NOT NULL,
    "beat_at" TIMESTAMPTZ(3) NOT NULL,
    "database_identity" TEXT NOT NULL,

    CONSTRAINT "installation_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "installation_one_row" CHECK ("id" = 1)
);

CREATE TABLE "sending_holds" (
    "id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "last_beat_at" TIMESTAMPTZ(3),
    "held_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "released_at" TIMESTAMPTZ(3),
    "released_by" UUID,

    CONSTRAINT "sending_holds_pkey" PRIMARY KEY ("id")
);
-- At most one is in force.
CREATE UNIQUE INDEX "sending_holds_in_force_key" ON "sending_holds" ((true)) WHERE "released_at" IS NULL;
