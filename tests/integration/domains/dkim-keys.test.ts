import { generateKeyPairSync } from "node:crypto";
import { dkimVerify } from "mailauth/lib/dkim/verify.js";
import { afterEach, expect, test } from "vitest";
import { type Actor, PermissionDenied } from "#lib/accounts/actor.ts";
import { sendTestMessage } from "#lib/delivery/send-test-message.ts";
import { activateDkimKey } from "#lib/domains/activate-dkim-key.ts";
import { recordName, recordValue } from "#lib/domains/dkim-key.ts";
import { generateDkimKey } from "#lib/domains/generate-dkim-key.ts";
import { importDkimKey } from "#lib/domains/import-dkim-key.ts";
import { readDkimKey } from "#lib/domains/read-dkim-key.ts";
import { readDkimKeys } from "#lib/domains/read-dkim-keys.ts";
import { readDkimSigner } from "#lib/domains/read-dkim-signer.ts";
import { removeDkimKey } from "#lib/domains/remove-dkim-key.ts";
import { retireDkimKey } from "#lib/domains/retire-dkim-key.ts";
import { database } from "#lib/platform/database.ts";
import { makeLaunchedCampaign } from "#tests/support/campaign.ts";
import { deliverAll, plan } from "#tests/support/deliver.ts";
import { type SmtpSink, startSink } from "#tests/support/smtp-sink.ts";
import { makeActor } from "#tests/support/workspace.ts";

let sink: SmtpSink | undefined;
afterEach(() => sink?.close());

async function makeKey(actor: Actor, domain: string, selector = "k1"): Promise<string> {
  const made = await generateDkimKey(actor, { domain, selector });
  if (made.outcome !== "made") throw new Error(made.outcome);
  return made.id;
}

async function makeActiveKey(actor: Actor, domain: string, selector?: string): Promise<string> {
  const id = await makeKey(actor, domain, selector);
  expect(await activateDkimKey(actor, id, { anyway: true })).toEqual({ outcome: "activated" });
  return id;
}

/** How mailauth judges a mail when the DNS holds the records of this person's keys. */
async function judge(actor: Actor, raw: Buffer | undefined) {
  const keys = await readDkimKeys(actor);
  const { results } = await dkimVerify(raw ?? "", {
    resolver: async (name: string) => {
      const key = keys.find((one) => recordName(one) === name);
      if (!key) throw Object.assign(new Error("no such name"), { code: "ENOTFOUND" });
      return [[recordValue(key.publicKey)]];
    },
  });
  return results.map(({ signingDomain, selector, status }) => ({
    domain: signingDomain,
    selector,
    result: status.result,
    aligned: status.aligned,
  }));
}

test("every mail of a campaign is signed with the key of its sender's domain, and verified elsewhere", async () => {
  sink = await startSink({ keepRaw: true });
  const actor = await makeActor();
  await makeActiveKey(actor, "example.com");
  const { id } = await makeLaunchedCampaign({ actor, port: sink.port, recipients: 300 });
  await plan(id);
  await deliverAll(id);
  expect(new Set(sink.received.map(({ recipient }) => recipient)).size).toBe(300);
  for (const { raw, recipient } of sink.received) {
    expect(await judge(actor, raw)).toMatchObject([
      { domain: "example.com", selector: "k1", result: "pass", aligned: "example.com" },
    ]);
    expect(raw?.toString("latin1")).toMatch(/^DKIM-Signature: /);
    // Mails are written where earlier ones stood: none may be written over while it is still on its way out.
    expect(raw?.toString("latin1")).toContain(`\r\nTo: ${recipient}\r\n`);
  }
});

test("a campaign under way is signed for the From it carries, also when the sender's address was changed meanwhile", async () => {
  sink = await startSink({ keepRaw: true });
  const actor = await makeActor();
  await makeActiveKey(actor, "example.com");
  await makeActiveKey(actor, "new.example");
  const { id } = await makeLaunchedCampaign({ actor, port: sink.port, recipients: 2 });
  await plan(id);
  const { senderId } = await database().campaign.findUniqueOrThrow({ where: { id } });
  await database().sender.update({ where: { id: senderId ?? "" }, data: { email: "kopi@new.example" } });
  await deliverAll(id);
  expect(sink.received).toHaveLength(2);
  for (const { raw } of sink.received) {
    expect(raw?.toString("latin1")).toMatch(/^From: .*kopi@example\.com/m);
    expect(await judge(actor, raw)).toMatchObject([
      { domain: "example.com", result: "pass", aligned: "example.com" },
    ]);
  }
});

test("a test mail is signed as a campaign's mails are", async () => {
  sink = await startSink({ keepRaw: true });
  const actor = await makeActor();
  await makeActiveKey(actor, "example.com");
  const { id } = await makeLaunchedCampaign({ actor, port: sink.port, recipients: 1 });
  const { senderId } = await database().campaign.findUniqueOrThrow({ where: { id } });
  const sent = await sendTestMessage(actor, {
    senderId: senderId ?? "",
    to: "ayu@example.org",
    subject: "Kopi hangat untuk Anda ☕",
    html: "<p>Halo  Ayu</p>  \n\n",
    text: "Halo\n\n",
  });
  expect(sent.outcome).toBe("sent");
  expect(await judge(actor, sink.received[0]?.raw)).toMatchObject([{ result: "pass" }]);
});

test("a key of another workspace signs nothing, whatever its domain", async () => {
  sink = await startSink({ keepRaw: true });
  const [actor, stranger] = [await makeActor(), await makeActor()];
  await makeActiveKey(stranger, "example.com");
  const { id } = await makeLaunchedCampaign({ actor, port: sink.port, recipients: 2 });
  await plan(id);
  await deliverAll(id);
  expect(sink.received).toHaveLength(2);
  for (const { raw } of sink.received) expect(raw?.toString("latin1")).not.toContain("DKIM-Signature");
});

test("a server that is told not to have its mail signed gets it unsigned", async () => {
  sink = await startSink({ keepRaw: true });
  const actor = await makeActor();
  await makeActiveKey(actor, "example.com");
  const { id, serverId } = await makeLaunchedCampaign({ actor, port: sink.port, recipients: 1 });
  await database().sendingServer.update({ where: { id: serverId }, data: { dkimSigning: false } });
  await plan(id);
  await deliverAll(id);
  expect(sink.received[0]?.raw?.toString("latin1")).not.toContain("DKIM-Signature");
});

test("the nearest key at or above the From domain signs, and a key beside or under it never does", async () => {
  const actor = await makeActor();
  await makeActiveKey(actor, "toko.test", "top");
  await makeActiveKey(actor, "news.toko.test", "news");
  await makeActiveKey(actor, "a.b.other.test", "deep");
  const signerOf = async (email: string) => (await readDkimSigner(actor.workspaceId, email))?.selector;
  expect(await signerOf("x@toko.test")).toBe("top");
  expect(await signerOf("x@shop.toko.test")).toBe("top");
  expect(await signerOf("x@news.toko.test")).toBe("news");
  expect(await signerOf("x@daily.news.toko.test")).toBe("news");
  expect(await signerOf("x@evil-toko.test")).toBeUndefined();
  expect(await signerOf("x@b.other.test")).toBeUndefined();
});

test("a new key signs only once its record is found, and then retires the one before it", async () => {
  const actor = await makeActor();
  const first = await makeActiveKey(actor, "toko.test", "one");
  const second = await makeKey(actor, "toko.test", "two");
  expect((await readDkimSigner(actor.workspaceId, "x@toko.test"))?.selector).toBe("one");
  const asked: string[] = [];
  const activate = (lookUp: Parameters<typeof activateDkimKey>[2]) => activateDkimKey(actor, second, lookUp);
  expect(
    await activate({
      lookUp: async (name) => {
        asked.push(name);
        return { kind: "missing" };
      },
    }),
  ).toEqual({ outcome: "recordMissing" });
  expect(asked).toEqual(["two._domainkey.toko.test"]);
  expect(await activate({ lookUp: async () => ({ kind: "failed", detail: "SERVFAIL" }) })).toEqual({
    outcome: "recordUnknown",
  });
  const old = await readDkimKey(actor, first);
  expect(
    await activate({ lookUp: async () => ({ kind: "found", records: [recordValue(old?.publicKey ?? "")] }) }),
  ).toEqual({ outcome: "recordDiffers" });
  expect((await readDkimSigner(actor.workspaceId, "x@toko.test"))?.selector).toBe("one");

  const key = await readDkimKey(actor, second);
  const records = ["v=spf1 -all", recordValue(key?.publicKey ?? "")];
  expect(await activate({ lookUp: async () => ({ kind: "found", records }) })).toEqual({
    outcome: "activated",
  });
  expect((await readDkimSigner(actor.workspaceId, "x@toko.test"))?.selector).toBe("two");
  expect(await readDkimKey(actor, first)).toMatchObject({ state: "retired" });
});

test("two keys of a domain activated at the same time leave exactly one that signs", async () => {
  const actor = await makeActor();
  const ids = await Promise.all(["a", "b", "c"].map((selector) => makeKey(actor, "toko.test", selector)));
  await Promise.all(ids.map((id) => activateDkimKey(actor, id, { anyway: true })));
  const keys = await readDkimKeys(actor);
  expect(keys.map(({ state }) => state)).toEqual(["active", "retired", "retired"]);
});

test("a key that signs cannot be removed; retired it signs nothing and can", async () => {
  const actor = await makeActor();
  const id = await makeActiveKey(actor, "toko.test");
  expect(await removeDkimKey(actor, id)).toEqual({ outcome: "isActive" });
  expect(await retireDkimKey(actor, id)).toEqual({ outcome: "retired" });
  expect(await readDkimSigner(actor.workspaceId, "x@toko.test")).toBeNull();
  expect(await removeDkimKey(actor, id)).toEqual({ outcome: "removed" });
  expect(await removeDkimKey(actor, id)).toEqual({ outcome: "notFound" });
});

test("a key from another program is taken over with its own public half, and its private half is never kept or shown readable", async () => {
  const actor = await makeActor();
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  for (const [selector, type] of [
    ["eight", "pkcs8"],
    ["one", "pkcs1"],
  ] as const) {
    const pem = privateKey.export({ type, format: "pem" }).toString();
    const made = await importDkimKey(actor, { domain: "toko.test", selector, pem: `\n${pem}  ` });
    if (made.outcome !== "made") throw new Error(made.outcome);
    const row = await database().dkimKey.findUniqueOrThrow({ where: { id: made.id } });
    expect(row.publicKey).toBe(publicKey.export({ type: "spki", format: "der" }).toString("base64"));
    expect(row.privateKeySealed).not.toContain("PRIVATE");
    expect(JSON.stringify([await readDkimKeys(actor), await readDkimKey(actor, made.id)])).not.toContain(
      row.privateKeySealed,
    );
  }
  expect(
    await importDkimKey(actor, {
      domain: "toko.test",
      selector: "one",
      pem: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    }),
  ).toEqual({ outcome: "selectorTaken" });
});

test.each([
  ["no key at all", "pemUnreadable", () => "hello"],
  ["a public key", "pemUnreadable", () => rsa(2048).publicKey.export({ type: "spki", format: "pem" })],
  ["a short key", "pemTooShort", () => rsa(768).privateKey.export({ type: "pkcs8", format: "pem" })],
  [
    "a key of another kind",
    "pemNotRsa",
    () => generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }),
  ],
  [
    "an encrypted key",
    "pemEncrypted",
    () =>
      rsa(2048).privateKey.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "x" }),
  ],
])("%s is refused as %s", async (_what, problem, pem) => {
  const result = await importDkimKey(await makeActor(), {
    domain: "toko.test",
    selector: "k1",
    pem: pem().toString(),
  });
  expect(result).toEqual({ outcome: "invalid", problems: [{ field: "pem", problem }] });
});

function rsa(modulusLength: number) {
  return generateKeyPairSync("rsa", { modulusLength });
}

test("nobody sees or changes the keys of another workspace, and an editor changes none", async () => {
  const [owner, stranger, editor] = [await makeActor(), await makeActor(), await makeActor("editor")];
  const id = await makeKey(owner, "toko.test");
  expect(await readDkimKeys(stranger)).toEqual([]);
  expect(await readDkimKey(stranger, id)).toBeNull();
  expect(await activateDkimKey(stranger, id, { anyway: true })).toEqual({ outcome: "notFound" });
  expect(await retireDkimKey(stranger, id)).toEqual({ outcome: "notFound" });
  expect(await removeDkimKey(stranger, id)).toEqual({ outcome: "notFound" });
  expect(await readDkimKey(owner, id)).toMatchObject({ state: "waiting" });
  const draft = { domain: "toko.test", selector: "k2", pem: "" };
  for (const attempt of [
    () => generateDkimKey(editor, draft),
    () => importDkimKey(editor, draft),
    () => activateDkimKey(editor, id),
    () => retireDkimKey(editor, id),
    () => removeDkimKey(editor, id),
  ])
    await expect(attempt()).rejects.toThrow(PermissionDenied);
});
