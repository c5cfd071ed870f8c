-- Each state a message passes through writes it anew into every index it stands in. What is asked by state is asked about the
-- few (who bounced, who is in doubt) or is the table's own order, so an index over everybody's state is 3 writes a message for
-- nothing; and a message's events are found by its contact.
DROP INDEX "messages_campaign_id_state_id_idx";
CREATE INDEX "messages_few_idx" ON "messages" ("campaign_id", "state", "contact_id")
  WHERE "state" NOT IN ('queued', 'sending', 'accepted');
DROP INDEX "delivery_events_message_id_idx";
