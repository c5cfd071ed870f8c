import { createHash, randomBytes } from "node:crypto";

/** How long the one-time link that creates the owner works. */
export const INVITATION_HOURS = 24;

/** A new token, 256 random bits: guessing one is out of the question, so a fast hash is enough to store it. */
export const makeInvitationToken = (): string => randomBytes(32).toString("base64url");

/** What the database keeps instead of the token. */
export const hashInvitationToken = (token: string): string =>
  createHash("sha256").update(token).digest("hex");
