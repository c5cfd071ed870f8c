import { setTimeout as pause } from "node:timers/promises";
import { acceptOwnerInvitation } from "#lib/accounts/accept-owner-invitation.ts";
import type { Actor } from "#lib/accounts/actor.ts";
import { createOwnerInvitation } from "#lib/accounts/create-owner-invitation.ts";
import { scheduleCampaign } from "#lib/campaigns/schedule-campaign.ts";
import { starterMjml } from "#lib/content/starter-templates.ts";
import { createCampaign } from "#lib/drafts/create-campaign.ts";
import { saveCampaign } from "#lib/drafts/save-campaign.ts";
import { readImport } from "#lib/imports/read-import.ts";
import { receiveUpload } from "#lib/imports/receive-upload.ts";
import { startImport } from "#lib/imports/start-import.ts";
import { createList } from "#lib/lists/create-list.ts";
import { readCampaignProgress } from "#lib/progress/read-campaign-progress.ts";
import { createSandboxServer } from "#lib/senders/create-sandbox-server.ts";
import { readSenders } from "#lib/senders/read-senders.ts";
import { progressBar } from "./progress-bar.ts";
import { sampleContacts } from "./sample-contacts.ts";

export const demoOwner = {
  name: "Sari Dewi",
  email: "demo@kurir.example",
  password: "kurir-demo-2026",
  workspaceName: "Toko Kopi Nusantara",
  locale: "en",
} as const;

/** Makes the owner account as the one-time link would, with the sandbox as its first sending server. */
export async function signUp(): Promise<Actor> {
  const link = await createOwnerInvitation();
  const token = link?.split("/").at(-1);
  if (!token) throw new Error("The demo's data folder has an owner already.");
  const accepted = await acceptOwnerInvitation(token, demoOwner);
  if (accepted.outcome !== "created") throw new Error(`The owner's link is ${accepted.outcome}.`);
  await createSandboxServer(accepted.actor.workspaceId, {
    name: demoOwner.workspaceName,
    email: "hello@toko-kopi.example",
  });
  return accepted.actor;
}

/** Uploads the sample file, maps its columns and waits until it is imported. */
export async function importSample(
  actor: Actor,
  recipients: number,
): Promise<{ listId: string; imported: number; rejected: number }> {
  const list = await createList(actor, {
    name: "Newsletter",
    description: "News from the roastery, once a month",
  });
  if (!list.ok) throw new Error("The list's name is taken.");
  const sample = sampleContacts(recipients);
  const upload = await receiveUpload(actor, { name: "customers.csv", body: inChunks(sample.csv) });
  if (!upload.ok) throw new Error(`The sample was refused: ${upload.problem.key}`);
  const started = await startImport(actor, upload.importId, {
    hasHeader: true,
    mapping: {
      columns: [
        { to: "email" },
        { to: "firstName" },
        { to: "lastName" },
        { to: "attribute", key: "city", label: "City", type: "text" },
        { to: "attribute", key: "plan", label: "Plan", type: "text" },
      ],
      list: { kind: "existing", listId: list.id },
    },
  });
  if (!started.ok) throw new Error(`The import did not start: ${started.reason}`);
  const bar = progressBar("Importing");
  for (;;) {
    const seen = await readImport(actor, upload.importId);
    if (!seen) throw new Error("The import is gone.");
    bar(seen.counts.total, sample.contacts + sample.badRows, `(${seen.counts.rejected} rejected)`);
    if (seen.state === "finished") {
      const { new: imported, rejected } = seen.counts;
      return { listId: list.id, imported, rejected };
    }
    if (seen.state === "failed" || seen.state === "cancelled")
      throw new Error(`The import is ${seen.state}.`);
    await pause(200);
  }
}

/** Writes a campaign from a starter template and sends it now. Returns when the last recipient is decided. */
export async function sendCampaign(
  actor: Actor,
  listId: string,
  signal: AbortSignal,
): Promise<{ campaignId: string; audience: number }> {
  const { id } = await createCampaign(actor, { name: "November news" });
  const [sender] = await readSenders(actor);
  if (!sender) throw new Error("There is no sender.");
  const saved = await saveCampaign(actor, id, {
    patch: {
      subject: 'The new harvest is here, {{ contact.first_name | default: "friend" }}',
      preheader: "Fresh beans from Gayo, Toraja and Kintamani",
      senderId: sender.id,
      mjml: starterMjml("newsletter", "en"),
      includeListIds: [listId],
    },
    base: {},
  });
  if (saved.kind !== "saved") throw new Error(`The campaign was not saved: ${saved.kind}`);
  const scheduled = await scheduleCampaign(actor, id, { kind: "now" });
  if (scheduled.kind !== "launched")
    throw new Error(`The campaign was not sent: ${JSON.stringify(scheduled)}`);
  const bar = progressBar("Sending");
  for (;;) {
    const progress = await readCampaignProgress(actor, id);
    if (!progress) throw new Error("The campaign is gone.");
    const { books, audience, left, ratePerSecond, state } = progress;
    if (state === "paused")
      throw new Error(`The campaign was paused: ${JSON.stringify(progress.pauseReason)}`);
    const words = `accepted ${books.accepted} · deferred ${books.deferred} · bounced ${books.bounced} · ${ratePerSecond}/s`;
    if (state !== "planning") bar(audience - left, audience, words);
    if (state === "finished") return { campaignId: id, audience };
    await pause(250, undefined, { signal });
  }
}

async function* inChunks(text: string): AsyncIterable<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
}
