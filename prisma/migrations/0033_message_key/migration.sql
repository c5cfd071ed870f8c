-- Which secret a campaign's Message-IDs are made under, by the key's own name: a change of APP_SECRET must not change them between
-- two attempts. Null: not sent since, the next attempt writes it down.
ALTER TABLE "campaign_contents" ADD COLUMN "message_key" TEXT;
