import { expect, test } from "vitest";
import type { Actor } from "#lib/accounts/actor.ts";
import { activateDkimKey } from "#lib/domains/activate-dkim-key.ts";
import { keyContext } from "#lib/domains/dkim-key.ts";
import { generateDkimKey } from "#lib/domains/generate-dkim-key.ts";
import { database } from "#lib/platform/database.ts";
import { createSecretBox, LockedSecret } from "#lib/platform/secret-box.ts";
import { readCampaign } from "#lib/progress/read-campaign.ts";
import { testSendingServer } from "#lib/senders/test-sending-server.ts";
import { secretContext } from "#lib/servers/server-secrets.ts";
import { makeLaunchedCampaign } from "#tests/support/campaign.ts";
import { plan, takeTurns } from "#tests/support/deliver.ts";
import { startSink } from "#tests/support/smtp-sink.ts";
import { makeActor } from "#tests/support/workspace.ts";

const foreign = createSecretBox(["the secret of another installation, long enough"]);

/** A campaign among whose servers one has a password that was sealed under another APP_SECRET. */
async function launchLocked(which: "own" | "shared") {
  const actor: Actor = await makeActor();
  const sink = await startSink();
  const { id, serverId, otherIds } = await makeLaunchedCampaign({
    actor,
    port: sink.port,
    recipients: 2,
    others: which === "shared" ? [{ port: sink.port }] : [],
  });
  await sink.close();
  const lockedId = otherIds[0] ?? serverId;
  const server = await database().sendingServer.update({
    where: { id: lockedId },
    data: {
      username: "kurir",
      passwordSealed: foreign.seal("rahasia", secretContext(lockedId, "password")),
    },
  });
  return { actor, id, server };
}

const reasonOf = async (actor: Actor, id: string) => {
  const campaign = await readCampaign(actor, id);
  return { state: campaign?.state, reason: campaign?.pauseReason };
};

for (const which of ["own", "shared"] as const) {
  test(`a password sealed under another APP_SECRET pauses in words of its own that name the server: ${which}`, async () => {
    const { actor, id, server } = await launchLocked(which);
    await plan(id);
    expect(await reasonOf(actor, id)).toEqual({
      state: "paused",
      reason: {
        key: "server_secret",
        values: { server: server.name, serverId: server.id },
        detail: expect.stringContaining("APP_SECRETS_PREVIOUS"),
      },
    });
    // The screen has words for this one error.
    await expect(testSendingServer(actor, { id: server.id })).rejects.toBeInstanceOf(LockedSecret);
  });
}

test("a domain's key sealed under another APP_SECRET pauses in words that name the domain, and nothing goes out unsigned", async () => {
  const actor = await makeActor();
  const sink = await startSink();
  const made = await generateDkimKey(actor, { domain: "example.com", selector: "k1" });
  if (made.outcome !== "made") throw new Error(made.outcome);
  await activateDkimKey(actor, made.id, { anyway: true });
  const { id } = await makeLaunchedCampaign({ actor, port: sink.port, recipients: 2 });
  await plan(id);
  await database().dkimKey.update({
    where: { id: made.id },
    data: { privateKeySealed: foreign.seal("a key", keyContext(made.id)) },
  });
  await takeTurns(id);
  expect(await reasonOf(actor, id)).toMatchObject({
    state: "paused",
    reason: { key: "signing_secret", values: { domain: "example.com" } },
  });
  expect(sink.received).toEqual([]);
  await sink.close();
});
