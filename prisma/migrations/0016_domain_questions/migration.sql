-- What only a person can say of a domain that many contacts have and that is said not to be there.

CREATE TYPE "DomainDecision" AS ENUM ('suppress', 'keep');

CREATE TABLE "domain_questions" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "domain" TEXT NOT NULL,
    "evidence" TEXT NOT NULL,
    "campaign_ids" UUID[],
    "asked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "decision" "DomainDecision",
    "contacts" INTEGER,
    "decided_by" UUID,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "domain_questions_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "domain_questions_workspace_id_domain_idx" ON "domain_questions"("workspace_id", "domain");
-- About one domain a workspace is asked once at a time.
CREATE UNIQUE INDEX "domain_questions_open_key" ON "domain_questions"("workspace_id", "domain") WHERE "decided_at" IS NULL;
