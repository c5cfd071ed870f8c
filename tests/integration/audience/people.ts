import { database } from "#lib/platform/database.ts";
import type { ContactStatus } from "#prisma/client/client.ts";

/** A list of a workspace. */
export async function makeList(workspaceId: string, name: string): Promise<string> {
  const { id } = await database().list.create({ data: { workspaceId, name } });
  return id;
}

/** A contact on lists, subscribed where not said otherwise. */
export async function makeContact(
  workspaceId: string,
  email: string,
  lists: Record<string, "subscribed" | "unsubscribed">,
  status: ContactStatus = "active",
): Promise<string> {
  const { id } = await database().contact.create({
    data: {
      workspaceId,
      email,
      status,
      subscriptions: {
        create: Object.entries(lists).map(([listId, subscription]) => ({
          listId,
          status: subscription,
          source: "hand",
        })),
      },
    },
  });
  return id.toString();
}

export async function suppress(workspaceId: string, email: string): Promise<void> {
  await database().suppression.create({ data: { workspaceId, email, reason: "manual", source: "hand" } });
}
