-- Whose mail exchanger takes a domain's mail, where that is none of the providers with a rule of their own. "provider" names the
-- lane: it holds the group once so many recipients of a campaign are there that a pace matters.
ALTER TABLE "mail_domains" ADD COLUMN "mx_group" TEXT;
-- What was asked before did not tell: the next campaign asks anew.
UPDATE "mail_domains" SET "expires_at" = now() WHERE "provider" IS NULL AND "expires_at" IS NOT NULL;
