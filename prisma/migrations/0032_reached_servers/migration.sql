-- Where a server has answered mail at least once: one that never has is told apart from one that is away.
ALTER TABLE "sending_servers" ADD COLUMN "reached_address" TEXT;
-- Nobody knows it of those that are there; they are told about as before.
UPDATE "sending_servers" SET "reached_address" = "host" || ':' || "port";
