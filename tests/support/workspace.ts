import type { Actor } from "#lib/accounts/actor.ts";
import { database } from "#lib/platform/database.ts";

/** A workspace with one person in it, made in the database; two of them tell whether a verb keeps to its own. */
export async function makeActor(role: Actor["role"] = "owner"): Promise<Actor> {
  const person = crypto.randomUUID();
  const workspace = await database().workspace.create({
    data: {
      name: `Workspace of ${person}`,
      members: {
        create: { role, user: { create: { id: person, name: "Sari Dewi", email: `${person}@example.com` } } },
      },
    },
  });
  return { userId: person, workspaceId: workspace.id, role };
}
