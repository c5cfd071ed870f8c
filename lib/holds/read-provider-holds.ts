import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { providerName } from "#lib/providers/provider.ts";
import { type ProviderHold, stopsProvider } from "./provider-hold.ts";
import { findHolds } from "./provider-holds-store.ts";

/** The mailbox providers for which a campaign has stopped until a person lets it go on. */
export async function readProviderHolds(actor: Actor, campaignId: string): Promise<ProviderHold[]> {
  requirePermission(actor, "campaigns:read");
  const rows = await findHolds(actor.workspaceId, campaignId);
  return rows.flatMap(({ provider, category, said, heldAt }) =>
    stopsProvider(category)
      ? [
          {
            provider,
            name: providerName(provider),
            category,
            said,
            heldAt: heldAt.toISOString(),
          },
        ]
      : [],
  );
}
