import { hasOwner, replaceInvitation } from "./account-store.ts";
import { hashInvitationToken, INVITATION_HOURS, makeInvitationToken } from "./owner-invitation.ts";

/**
 * Makes the one-time link that creates the owner account; an earlier link that was not used stops working.
 *
 * @returns the path of the link, such as "/setup/Zx3...", or null when there is an owner already
 */
export const createOwnerInvitation = async (): Promise<string | null> => {
  if (await hasOwner()) return null;
  const token = makeInvitationToken();
  await replaceInvitation(hashInvitationToken(token), new Date(Date.now() + INVITATION_HOURS * 3_600_000));
  return `/setup/${token}`;
};
