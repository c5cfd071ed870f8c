-- What the sandbox caught before cannot be told apart, and it is test mail.
DELETE FROM "sandbox_mails";

-- AlterTable
ALTER TABLE "sandbox_mails" ADD COLUMN     "workspace_id" UUID NOT NULL;

-- CreateIndex
CREATE INDEX "sandbox_mails_workspace_id_id_idx" ON "sandbox_mails"("workspace_id", "id");
