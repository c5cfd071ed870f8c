import { expect, test } from "vitest";
import { type Actor, PermissionDenied } from "#lib/accounts/actor.ts";
import { database } from "#lib/platform/database.ts";
import { createSandboxServer } from "#lib/senders/create-sandbox-server.ts";
import { readSender } from "#lib/senders/read-sender.ts";
import { readSenderForSending } from "#lib/senders/read-sender-for-sending.ts";
import { readSenders } from "#lib/senders/read-senders.ts";
import { readSendingServer } from "#lib/senders/read-sending-server.ts";
import { readSendingServers } from "#lib/senders/read-sending-servers.ts";
import { removeSender } from "#lib/senders/remove-sender.ts";
import { removeSendingServer } from "#lib/senders/remove-sending-server.ts";
import { saveSender } from "#lib/senders/save-sender.ts";
import { saveSendingServer } from "#lib/senders/save-sending-server.ts";
import { testSendingServer } from "#lib/senders/test-sending-server.ts";
import { usesSandbox } from "#lib/senders/uses-sandbox.ts";
import type { ServerInput } from "#lib/servers/server-draft.ts";
import { savedSender, savedServer } from "#tests/support/sending-server.ts";
import { makeActor } from "#tests/support/workspace.ts";

const relay: ServerInput = {
  name: "Relay",
  host: "smtp.example.com",
  port: 587,
  security: "starttls_required",
  username: "kurir",
  password: "rahasia",
  maxConnections: 5,
  messagesPerSecond: 10,
};

const savedRelay = (actor: Actor, changes: Partial<ServerInput> = {}) =>
  savedServer(actor, { ...relay, ...changes });

test("a password is sealed at rest, never read back by a screen, and opens for sending", async () => {
  const actor = await makeActor();
  const id = await savedRelay(actor);
  const row = await database().sendingServer.findUniqueOrThrow({ where: { id } });
  expect(row.passwordSealed).not.toContain("rahasia");
  const seen = JSON.stringify([await readSendingServers(actor), await readSendingServer(actor, id)]);
  expect(seen).not.toContain("rahasia");
  expect(seen).not.toContain(row.passwordSealed);
  expect(await readSendingServer(actor, id)).toMatchObject({ hasPassword: true });
  const senderId = await savedSender(actor, id);
  const forSending = await readSenderForSending(actor.workspaceId, senderId);
  expect(forSending).toMatchObject({
    fromEmail: "halo@toko.test",
    server: { host: "smtp.example.com", password: "rahasia" },
  });
});

test("a password changes only when one is typed, and goes with the user name", async () => {
  const actor = await makeActor();
  const id = await savedRelay(actor);
  const sealed = async () =>
    (await database().sendingServer.findUniqueOrThrow({ where: { id } })).passwordSealed;
  const before = await sealed();
  expect(await saveSendingServer(actor, id, { ...relay, maxConnections: 7, password: null })).toMatchObject({
    outcome: "saved",
  });
  expect(await sealed()).toBe(before);
  await saveSendingServer(actor, id, { ...relay, password: "another" });
  expect(await sealed()).not.toBe(before);
  await saveSendingServer(actor, id, { ...relay, username: null, password: null });
  expect(await sealed()).toBeNull();
});

test("what cannot be right is refused field by field, with nothing kept", async () => {
  const actor = await makeActor();
  const refused = await saveSendingServer(actor, null, {
    ...relay,
    name: " ",
    host: "smtp example com",
    port: 70_000,
    maxConnections: 0,
    messagesPerSecond: -1,
    password: null,
  });
  if (refused.outcome !== "invalid") throw new Error(refused.outcome);
  expect(refused.problems.map(({ field }) => field)).toEqual([
    "name",
    "host",
    "port",
    "maxConnections",
    "messagesPerSecond",
    "password",
  ]);
  expect(await readSendingServers(actor)).toEqual([]);
});

test("a name is taken once in a workspace, and free again after removal", async () => {
  const actor = await makeActor();
  const id = await savedRelay(actor);
  expect(await saveSendingServer(actor, null, relay)).toEqual({ outcome: "nameTaken" });
  expect(await removeSendingServer(actor, id)).toEqual({ outcome: "removed" });
  await savedRelay(actor);
});

test("a server that a sender uses stays", async () => {
  const actor = await makeActor();
  const id = await savedRelay(actor);
  const senderId = await savedSender(actor, id);
  expect(await removeSendingServer(actor, id)).toEqual({ outcome: "inUse", senderCount: 1 });
  expect(await removeSender(actor, senderId)).toEqual({ outcome: "removed" });
  expect(await removeSendingServer(actor, id)).toEqual({ outcome: "removed" });
  // A campaign that began with it can finish.
  expect(await readSenderForSending(actor.workspaceId, senderId)).not.toBeNull();
});

test.each([
  ["name", { name: "Toko\r\nBcc: all@victims.test" }, "nameForbidden"],
  ["name", { name: "PayPal <service@paypal.com>" }, "nameForbidden"],
  ["email", { email: "halo@toko.test>\r\nBcc: x@y.test" }, "notAnAddress"],
  ["replyTo", { replyTo: "a@b.test\nX-Header: 1" }, "domain"],
] as const)(
  "a sender's %s cannot bring a header or another address along (%o)",
  async (field, changes, problem) => {
    const actor = await makeActor();
    const sendingServerId = await savedRelay(actor);
    const draft = { name: "Toko", email: "halo@toko.test", replyTo: null, sendingServerId, ...changes };
    expect(await saveSender(actor, null, draft)).toEqual({
      outcome: "invalid",
      problems: [{ field, problem }],
    });
  },
);

test("a new workspace gets one sandbox and one sender, however often it is asked for", async () => {
  const actor = await makeActor();
  const owner = { name: "Sari Dewi", email: "sari@example.com" };
  await Promise.all([
    createSandboxServer(actor.workspaceId, owner),
    createSandboxServer(actor.workspaceId, owner),
  ]);
  await createSandboxServer(actor.workspaceId, owner);
  expect(await readSendingServers(actor)).toHaveLength(1);
  expect(await readSenders(actor)).toHaveLength(1);
  expect(await usesSandbox(actor)).toBe("all");
  const [sandbox] = await readSendingServers(actor);
  expect(await saveSendingServer(actor, sandbox?.id ?? "", relay)).toEqual({ outcome: "isSandbox" });
  expect(await removeSendingServer(actor, sandbox?.id ?? "")).toEqual({ outcome: "isSandbox" });
});

test("that nothing leaves the machine is said only while every sender uses the sandbox", async () => {
  const actor = await makeActor();
  expect(await usesSandbox(actor)).toBe("none");
  await createSandboxServer(actor.workspaceId, { name: "Sari Dewi", email: "sari@example.com" });
  expect(await usesSandbox(actor)).toBe("all");
  const draft = { name: "Toko", email: "halo@toko.test", replyTo: null };
  await saveSender(actor, null, { ...draft, sendingServerId: await savedRelay(actor) });
  expect(await usesSandbox(actor)).toBe("some");
  const sandboxed = (await readSenders(actor)).find(({ sendingServer }) => sendingServer.kind === "sandbox");
  await removeSender(actor, sandboxed?.id ?? "");
  expect(await usesSandbox(actor)).toBe("none");
});

test("another workspace's servers and senders do not exist for the actor", async () => {
  const [owner, stranger] = [await makeActor(), await makeActor()];
  const id = await savedRelay(owner);
  const draft = { name: "Toko", email: "halo@toko.test", replyTo: null, sendingServerId: id };
  const senderId = await savedSender(owner, id);
  const own = await savedRelay(stranger);

  expect(await readSendingServers(stranger)).toHaveLength(1);
  expect(await readSendingServer(stranger, id)).toBeNull();
  expect(await saveSendingServer(stranger, id, relay)).toEqual({ outcome: "notFound" });
  expect(await testSendingServer(stranger, { id })).toEqual({ outcome: "notFound" });
  expect(await testSendingServer(stranger, { id, input: relay })).toEqual({ outcome: "notFound" });
  expect(await removeSendingServer(stranger, id)).toEqual({ outcome: "notFound" });
  expect(await readSenders(stranger)).toEqual([]);
  expect(await readSender(stranger, senderId)).toBeNull();
  expect(await saveSender(stranger, null, draft)).toEqual({ outcome: "serverNotFound" });
  expect(await saveSender(stranger, senderId, { ...draft, sendingServerId: own })).toEqual({
    outcome: "notFound",
  });
  expect(await removeSender(stranger, senderId)).toEqual({ outcome: "notFound" });
  expect(await readSenderForSending(stranger.workspaceId, senderId)).toBeNull();
  expect(await readSender(owner, senderId)).not.toBeNull();
});

test("an editor reads servers and senders but changes and tests none", async () => {
  const editor = { ...(await makeActor()), role: "editor" as const };
  expect(await readSendingServers(editor)).toEqual([]);
  await expect(saveSendingServer(editor, null, relay)).rejects.toThrow(PermissionDenied);
  await expect(testSendingServer(editor, { id: null, input: relay })).rejects.toThrow(PermissionDenied);
  await expect(removeSendingServer(editor, crypto.randomUUID())).rejects.toThrow(PermissionDenied);
  await expect(removeSender(editor, crypto.randomUUID())).rejects.toThrow(PermissionDenied);
});
