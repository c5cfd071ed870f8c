import { afterEach, expect, test } from "vitest";
import { sendTestMessage } from "#lib/delivery/send-test-message.ts";
import { database } from "#lib/platform/database.ts";
import { emptySandbox } from "#lib/sandbox/empty-sandbox.ts";
import { readSandboxMail } from "#lib/sandbox/read-sandbox-mail.ts";
import { readSandboxMails } from "#lib/sandbox/read-sandbox-mails.ts";
import { removeOldSandboxMails } from "#lib/sandbox/remove-old-sandbox-mails.ts";
import { sandboxAnswer } from "#lib/sandbox/sandbox-answers.ts";
import { openSandbox, type SandboxServer } from "#lib/sandbox/sandbox-server.ts";
import { createSandboxServer } from "#lib/senders/create-sandbox-server.ts";
import { readSenderForSending } from "#lib/senders/read-sender-for-sending.ts";
import { readSenders } from "#lib/senders/read-senders.ts";
import { readSendingServers } from "#lib/senders/read-sending-servers.ts";
import { startSandbox } from "#lib/senders/start-sandbox.ts";
import { openTransport } from "#lib/smtp/smtp-transport.ts";
import { startSink } from "#tests/support/smtp-sink.ts";
import { makeActor } from "#tests/support/workspace.ts";

const sandboxes: SandboxServer[] = [];
afterEach(async () => {
  for (const sandbox of sandboxes.splice(0)) await sandbox.close();
});

async function workspaceWithSandbox() {
  const actor = await makeActor();
  await createSandboxServer(actor.workspaceId, { name: "Sari Dewi", email: "sari@example.com" });
  const sandbox = await startSandbox();
  if (!sandbox) throw new Error("no sandbox");
  sandboxes.push(sandbox);
  const [sender] = await readSenders(actor);
  const forSending = await readSenderForSending(actor.workspaceId, sender?.id ?? "");
  if (!forSending) throw new Error("no sender");
  return { actor, sandbox, sender: forSending };
}

function rawMessage(id: string, subject = "Halo"): Buffer {
  return Buffer.from(
    `From: <sari@example.com>\r\nMessage-ID: <${id}@kurir.test>\r\nSubject: ${subject}\r\n\r\nHalo\r\n`,
  );
}

test("a test message is caught, searched for and shown as it was sent", async () => {
  const { actor, sender } = await workspaceWithSandbox();
  const long = `<p>${"panjang ".repeat(400)}</p><p>.</p>`;
  const sent = await sendTestMessage(actor, {
    senderId: sender.id,
    to: "Budi@Example.com",
    subject: "Promo akhir tahun — 50 % é\r\nBcc: semua@example.com",
    html: long,
    text: "Halo Budi\n.\nsampai jumpa",
  });
  expect(sent).toEqual({ outcome: "sent", to: "budi@example.com", toSandbox: true });

  const found = await readSandboxMails(actor, { search: "budi@" });
  expect(found.mails).toHaveLength(1);
  expect(found.mails[0]).toMatchObject({ recipient: "budi@example.com", envelopeFrom: "sari@example.com" });
  expect(found.mails[0]?.subject).toBe("Promo akhir tahun — 50 % é Bcc: semua@example.com");
  expect((await readSandboxMails(actor, { search: "tidak ada" })).mails).toEqual([]);
  expect((await readSandboxMails(actor, { search: "50 %" })).mails).toHaveLength(1);

  const mail = await readSandboxMail(actor, found.mails[0]?.id ?? "");
  expect(mail?.headers.map(({ name }) => name.toLowerCase())).not.toContain("bcc");
  expect(mail?.html).toContain("panjang panjang");
  expect(mail?.text?.replaceAll("\r\n", "\n").trim()).toBe("Halo Budi\n.\nsampai jumpa");
  const longest = Math.max(...(mail?.raw ?? "").split("\r\n").map((line) => line.length));
  expect(longest).toBeLessThanOrEqual(998);
});

test("a page of mails leads to older ones and back", async () => {
  const { actor, sender } = await workspaceWithSandbox();
  const transport = openTransport(sender.server);
  for (let index = 0; index < 120; index += 1) {
    await transport.send({
      envelope: { from: "sari@example.com", to: `p${index}@example.com` },
      raw: rawMessage(`p${index}`),
    });
  }
  await transport.close();
  const first = await readSandboxMails(actor, { search: "" });
  expect([first.mails.length, first.total, first.newer]).toEqual([50, 120, undefined]);
  expect(first.mails[0]?.recipient).toBe("p119@example.com");
  const second = await readSandboxMails(actor, { search: "", olderThan: first.older ?? "" });
  const third = await readSandboxMails(actor, { search: "", olderThan: second.older ?? "" });
  expect([third.mails.length, third.older]).toEqual([20, undefined]);
  const back = await readSandboxMails(actor, { search: "", newerThan: third.newer ?? "" });
  expect(back.mails).toEqual(second.mails);
  const start = await readSandboxMails(actor, { search: "", newerThan: back.newer ?? "" });
  expect(start.mails).toEqual(first.mails);
  expect(start.newer).toBeUndefined();
});

test("nobody but the installation puts mail into the sandbox, and workspaces do not see each other's", async () => {
  const { actor, sender, sandbox } = await workspaceWithSandbox();
  const transport = openTransport({ ...sender.server, password: "guessed" });
  const refused = await transport.send({
    envelope: { from: "x@y.test", to: "a@b.test" },
    raw: rawMessage("x"),
  });
  await transport.close();
  expect(refused).toMatchObject({ kind: "not_connected", problem: "auth_rejected" });
  const anonymous = openTransport({ ...sender.server, username: null, port: sandbox.port });
  const unsigned = await anonymous.send({
    envelope: { from: "x@y.test", to: "a@b.test" },
    raw: rawMessage("x"),
  });
  await anonymous.close();
  expect(unsigned).toMatchObject({ kind: "rejected", stage: "mail" });

  await sendTestMessage(actor, {
    senderId: sender.id,
    to: "a@b.test",
    subject: "Halo",
    html: "<p>Halo</p>",
    text: "Halo",
  });
  const [mail] = (await readSandboxMails(actor, { search: "" })).mails;
  const stranger = await makeActor();
  expect((await readSandboxMails(stranger, { search: "" })).mails).toEqual([]);
  expect(await readSandboxMail(stranger, mail?.id ?? "")).toBeNull();
  expect(await emptySandbox(stranger)).toEqual({ removed: 0 });
  const fromStranger = await sendTestMessage(stranger, {
    senderId: sender.id,
    to: "a@b.test",
    subject: "",
    html: "",
    text: "",
  });
  expect(fromStranger).toEqual({ outcome: "senderNotFound" });
  expect(await emptySandbox(actor)).toEqual({ removed: 1 });
});

test("realistic answers refuse some for good, some once, and take them when they come back", async () => {
  const actor = await makeActor();
  await createSandboxServer(actor.workspaceId, { name: "Sari", email: "sari@example.com" });
  const sandbox = await openSandbox(0, "realistic");
  sandboxes.push(sandbox);
  const [sender] = await readSenders(actor);
  const settings = await readSenderForSending(actor.workspaceId, sender?.id ?? "");
  if (!settings) throw new Error("no sender");
  const transport = openTransport({ ...settings.server, port: sandbox.port, privatePorts: "any" });
  const recipients = Array.from({ length: 1_000 }, (_, index) => `person${index}@example.com`);
  const send = (to: string) =>
    transport.send({ envelope: { from: "sari@example.com", to }, raw: rawMessage(to) });
  const first = await Promise.all(recipients.map(send));
  for (const [index, outcome] of first.entries()) {
    const expected = sandboxAnswer(recipients[index] ?? "");
    if (expected)
      expect(outcome).toMatchObject({
        kind: "rejected",
        stage: expected.stage,
        replyCode: expected.replyCode,
      });
    else expect(outcome.kind).toBe("accepted");
  }
  const temporary = recipients.filter((recipient) => sandboxAnswer(recipient)?.temporary);
  expect(temporary.length).toBeGreaterThan(10);
  for (const recipient of temporary) expect((await send(recipient)).kind).toBe("accepted");
  await transport.close();
  const permanent = recipients.filter((recipient) => sandboxAnswer(recipient)?.temporary === false);
  expect(permanent.length).toBeGreaterThan(10);
  expect(await database().sandboxMail.count({ where: { workspaceId: actor.workspaceId } })).toBe(
    1_000 - permanent.length,
  );
});

test("a second worker leaves the sandbox to the first, and a port that another program has is not waited for", async () => {
  const { actor, sandbox } = await workspaceWithSandbox();
  expect(await startSandbox(sandbox.port)).toBeUndefined();
  const stranger = await startSink();
  const elsewhere = await startSandbox(stranger.port);
  if (!elsewhere) throw new Error("no sandbox");
  sandboxes.push(elsewhere);
  await stranger.close();
  const [server] = await readSendingServers(actor);
  expect(server?.port).toBe(elsewhere.port);
});

test("house-keeping keeps the newest mails of each workspace and everything of the last minutes", async () => {
  const [busy, quiet] = [await makeActor(), await makeActor()];
  await database().$executeRaw`
    INSERT INTO sandbox_mails (workspace_id, received_at, message_id, envelope_from, recipient, subject, raw)
    SELECT ${busy.workspaceId}::uuid, now() - interval '1 hour', n::text, '', '', '', '' FROM generate_series(1, 10010) n`;
  await database().$executeRaw`
    INSERT INTO sandbox_mails (workspace_id, received_at, message_id, envelope_from, recipient, subject, raw)
    SELECT ${quiet.workspaceId}::uuid, now() - interval '1 year', n::text, '', '', '', '' FROM generate_series(1, 5) n`;
  await removeOldSandboxMails();
  const kept = (workspaceId: string) => database().sandboxMail.count({ where: { workspaceId } });
  expect(await kept(busy.workspaceId)).toBe(10_000);
  expect(await kept(quiet.workspaceId)).toBe(5);
  await database().sandboxMail.updateMany({
    where: { workspaceId: busy.workspaceId },
    data: { receivedAt: new Date() },
  });
  await database().$executeRaw`
    INSERT INTO sandbox_mails (workspace_id, message_id, envelope_from, recipient, subject, raw)
    SELECT ${busy.workspaceId}::uuid, n::text, '', '', '', '' FROM generate_series(1, 50) n`;
  await removeOldSandboxMails();
  expect(await kept(busy.workspaceId)).toBe(10_050);
});
