import { findInvitation, hasOwner } from "./account-store.ts";
import { hashInvitationToken } from "./owner-invitation.ts";

/** Whether the one-time link still works, and if not, why. */
export const checkOwnerInvitation = async (
  token: string,
): Promise<"open" | "used" | "expired" | "unknown"> => {
  const invitation = await findInvitation(hashInvitationToken(token));
  if (!invitation) return "unknown";
  if (invitation.usedAt || (await hasOwner())) return "used";
  return invitation.expiresAt > new Date() ? "open" : "expired";
};
