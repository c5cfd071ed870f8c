-- Who is to blame for a bounce, from the commit of the bounce until their contact is suppressed or spared: nearly always empty.
CREATE TABLE "blamed_messages" (
  "id" BIGSERIAL PRIMARY KEY,
  "workspace_id" UUID NOT NULL,
  "campaign_id" UUID NOT NULL,
  "message_id" BIGINT NOT NULL,
  "contact_id" BIGINT NOT NULL,
  "email" TEXT NOT NULL,
  "effect" TEXT NOT NULL,
  "category" TEXT,
  "evidence" TEXT NOT NULL
);
