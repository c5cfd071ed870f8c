-- Who is added while a campaign's recipients are written is not among them: an address that was deleted and came back would get
-- the campaign twice, as its contact has another id. Null: nothing is written yet, or it was begun by an older version.
ALTER TABLE "campaigns" ADD COLUMN "last_contact" BIGINT;
