-- What lies between pressing Send and the first mail.

-- Whether an envelope can carry the address: ASCII of at most 64 octets before the one @ and 254 in all (RFC 5321, 4.5.3.1), at
-- least two labels after it, as `validateEmail` lets contacts in. Kept with the row, because the match costs 2 us and an
-- audience is counted each time that somebody looks at it: 2 s of 4 s for a million contacts. Lengths are asked apart: with
-- counted repetitions ({1,64}) one match took 78 us.
ALTER TABLE "contacts" ADD COLUMN "is_mailable" boolean NOT NULL GENERATED ALWAYS AS (
  "email" COLLATE "C" ~ '^[a-z0-9.!#$%&''*+/=?^_`{|}~-]+@[a-z0-9-]+([.][a-z0-9-]+)+$'
  AND length("email") <= 254 AND strpos("email", '@') <= 65
) STORED;

-- What MJML compiled to, for an hour. Nothing is lost with it: not written ahead, so emptied after a crash.
CREATE UNLOGGED TABLE "compiled_mjml" (
  "key" TEXT PRIMARY KEY,
  "compiled" JSONB NOT NULL,
  "made_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now()
);
CREATE INDEX "compiled_mjml_made_at_idx" ON "compiled_mjml" ("made_at");
