-- Where a person had a message sent or tried again, the timetable of retries begins anew: it counts from here. Together with a
-- decision about a doubt it also says that an earlier copy may have arrived.
ALTER TABLE "messages" ADD COLUMN "attempts_before" INTEGER;
UPDATE "messages" SET "attempts_before" = "attempts"
WHERE "doubt_decided_at" IS NOT NULL AND "state" NOT IN ('queued', 'sending', 'accepted', 'in_doubt');

-- When it was asked which mailbox providers host the recipients' domains: whoever finds it missing asks.
ALTER TABLE "campaigns" ADD COLUMN "providers_learned_at" TIMESTAMPTZ(3);
UPDATE "campaigns" SET "providers_learned_at" = now() WHERE "planned_at" IS NOT NULL;
