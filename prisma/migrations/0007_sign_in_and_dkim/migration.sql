-- CreateEnum
CREATE TYPE "DkimKeyState" AS ENUM ('waiting', 'active', 'retired');

-- CreateEnum
CREATE TYPE "SignInMethod" AS ENUM ('automatic', 'plain', 'login', 'cram_md5', 'xoauth2');

-- AlterTable
ALTER TABLE "sending_servers" ADD COLUMN     "access_token_expires_at" TIMESTAMPTZ(3),
ADD COLUMN     "access_token_sealed" TEXT,
ADD COLUMN     "certificate_authority" TEXT,
ADD COLUMN     "client_certificate" TEXT,
ADD COLUMN     "client_id" TEXT,
ADD COLUMN     "client_key_sealed" TEXT,
ADD COLUMN     "client_secret_sealed" TEXT,
ADD COLUMN     "dkim_signing" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "preset" TEXT,
ADD COLUMN     "refresh_token_sealed" TEXT,
ADD COLUMN     "sign_in_method" "SignInMethod" NOT NULL DEFAULT 'automatic',
ADD COLUMN     "token_url" TEXT;

-- CreateTable
CREATE TABLE "dkim_keys" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "domain" TEXT NOT NULL,
    "selector" TEXT NOT NULL,
    "state" "DkimKeyState" NOT NULL DEFAULT 'waiting',
    "private_key_sealed" TEXT NOT NULL,
    "public_key" TEXT NOT NULL,
    "bits" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "activated_at" TIMESTAMPTZ(3),
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "dkim_keys_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "dkim_keys_workspace_id_domain_selector_key" ON "dkim_keys"("workspace_id", "domain", "selector");

-- One key signs for a domain; what was there before is retired in the same transaction.
CREATE UNIQUE INDEX "dkim_keys_active_key" ON "dkim_keys"("workspace_id", "domain") WHERE "state" = 'active';
