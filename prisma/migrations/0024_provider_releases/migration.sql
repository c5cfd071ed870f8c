-- That a person lets a campaign go on for a mailbox provider is a decision like the others: who, when, about how many.
ALTER TYPE "CampaignDecisionKind" ADD VALUE 'release_provider';

ALTER TABLE "campaign_decisions" ADD COLUMN "provider" TEXT;
