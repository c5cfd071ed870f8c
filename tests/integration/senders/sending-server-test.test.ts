import { afterEach, beforeAll, expect, test } from "vitest";
import { readSendingServers } from "#lib/senders/read-sending-servers.ts";
import { saveSendingServer } from "#lib/senders/save-sending-server.ts";
import { testSendingServer } from "#lib/senders/test-sending-server.ts";
import type { ServerInput } from "#lib/servers/server-draft.ts";
import { answerAt } from "#tests/support/answer-at.ts";
import { certificate, trustTestAuthority } from "#tests/support/certificates.ts";
import { savedServer, serverInput } from "#tests/support/sending-server.ts";
import { type SinkOptions, type SmtpSink, startSink } from "#tests/support/smtp-sink.ts";
import { makeActor } from "#tests/support/workspace.ts";

const sinks: SmtpSink[] = [];
beforeAll(trustTestAuthority);
afterEach(async () => {
  for (const sink of sinks.splice(0)) await sink.close();
});

const account = { username: "kurir", password: "rahasia & 123" };

async function sinkWith(options: SinkOptions): Promise<SmtpSink> {
  const sink = await startSink(options);
  sinks.push(sink);
  return sink;
}

const server = (port: number, changes: Partial<ServerInput> = {}) =>
  serverInput(port, { ...account, ...changes });

async function tryOut(input: ServerInput) {
  const result = await testSendingServer(await makeActor(), { id: null, input });
  if (result.outcome !== "tested") throw new Error(`not tested: ${result.outcome}`);
  return { ...result, said: result.transcript.map(({ from, text }) => `${from}: ${text}`).join("\n") };
}

test("a working server is told as such, and the transcript shows what was said but no secret", async () => {
  const sink = await sinkWith({ auth: { ...account, onlyEncrypted: true }, tls: certificate("valid") });
  const { test: outcome, said } = await tryOut(server(sink.port));
  expect(outcome).toMatchObject({ ok: true, encrypted: true, signedIn: true });
  expect(said).toContain("server: 220 sink.test ESMTP");
  expect(said).toContain("client: STARTTLS");
  expect(said).toContain("client: AUTH PLAIN ••••••");
  expect(said).toContain("server: 235 2.7.0 welcome");
  expect(said).not.toContain(account.password);
  expect(said).not.toContain(Buffer.from(`\0kurir\0${account.password}`).toString("base64"));
  expect(sink.count("mail")).toBe(0);
});

test("a server that echoes the password does not get it onto the screen", async () => {
  const echoed = Buffer.from(account.password).toString("base64");
  const sink = await sinkWith({
    auth: account,
    rule: ({ point }) =>
      point === "auth" ? `535 5.7.8 no such login: ${account.password} ${echoed}` : undefined,
  });
  const { said } = await tryOut(server(sink.port, { security: "none" }));
  expect(said).toContain("535 5.7.8 no such login");
  expect(said).not.toContain(account.password);
  expect(said).not.toContain(echoed);
});

test("TLS from the first byte works where the server speaks it", async () => {
  const sink = await sinkWith({ auth: account, tls: { ...certificate("valid"), implicit: true } });
  const { test: outcome } = await tryOut(server(sink.port, { security: "tls" }));
  expect(outcome).toMatchObject({ ok: true, encrypted: true, signedIn: true });
});

test.each([
  [
    "a wrong password",
    { auth: account },
    { password: "wrong", security: "none" },
    { stage: "auth", problem: "auth_rejected" },
  ],
  [
    "no sign-in offered at all",
    { tls: certificate("valid") },
    {},
    { stage: "auth", problem: "auth_not_offered" },
  ],
  [
    "sign-in offered after encryption only",
    { auth: { ...account, onlyEncrypted: true } },
    { security: "none" },
    { stage: "auth", problem: "auth_needs_encryption" },
  ],
  [
    "a sign-in that is out of order for now",
    { auth: account, rule: answerAt("auth", "454 4.7.0 temporary failure") },
    { security: "none" },
    { stage: "auth", problem: "auth_unavailable" },
  ],
  [
    "STARTTLS required but not offered",
    { auth: account },
    {},
    { stage: "starttls", problem: "starttls_not_offered" },
  ],
  [
    "STARTTLS offered but refused",
    {
      tls: certificate("valid"),
      rule: answerAt("starttls", "454 4.7.0 TLS not available"),
    },
    {},
    { stage: "starttls", problem: "starttls_refused" },
  ],
  [
    "a self-signed certificate",
    { tls: certificate("self-signed") },
    {},
    { problem: "certificate_self_signed" },
  ],
  ["an expired certificate", { tls: certificate("expired") }, {}, { problem: "certificate_expired" }],
  [
    "a certificate of the future",
    { tls: certificate("early") },
    {},
    { problem: "certificate_not_yet_valid" },
  ],
  [
    "a certificate for another name",
    { tls: certificate("other-name") },
    {},
    { problem: "certificate_other_name" },
  ],
  [
    "an expired certificate from the first byte",
    { tls: { ...certificate("expired"), implicit: true } },
    { security: "tls" },
    { stage: "connect", problem: "certificate_expired" },
  ],
  [
    "TLS spoken to a port that does not",
    {},
    { security: "tls" },
    { stage: "connect", problem: "tls_not_spoken" },
  ],
  [
    "a greeting that refuses",
    { rule: answerAt("connect", "554 5.7.1 your address is blocked") },
    {},
    { stage: "greeting", problem: "greeting_refused", detail: "your address is blocked" },
  ],
] as [string, SinkOptions, Partial<ServerInput>, object][])(
  "%s is told by name",
  async (_name, options, changes, expected) => {
    const sink = await sinkWith(options);
    const { test: outcome } = await tryOut(server(sink.port, changes));
    expect(outcome).toMatchObject({ ok: false, signedIn: false, ...expected });
  },
);

test("opportunistic encryption takes any certificate, and none where none is offered", async () => {
  const withTls = await sinkWith({ auth: account, tls: certificate("self-signed") });
  expect((await tryOut(server(withTls.port, { security: "starttls_opportunistic" }))).test).toMatchObject({
    ok: true,
    encrypted: true,
  });
  const without = await sinkWith({ auth: account });
  expect((await tryOut(server(without.port, { security: "starttls_opportunistic" }))).test).toMatchObject({
    ok: true,
    encrypted: false,
  });
});

test("the test of a kept server uses the kept password and is remembered, one of a changed form is not", async () => {
  const sink = await sinkWith({ auth: account, tls: certificate("valid") });
  const actor = await makeActor();
  const id = await savedServer(actor, server(sink.port));
  expect(await testSendingServer(actor, { id })).toMatchObject({
    outcome: "tested",
    test: { ok: true, signedIn: true },
  });
  const wrong = await testSendingServer(actor, {
    id,
    input: server(sink.port, { password: "typed wrongly" }),
  });
  expect(wrong).toMatchObject({ test: { ok: false, problem: "auth_rejected" } });
  const [kept] = await readSendingServers(actor);
  expect(kept?.lastTest).toMatchObject({ ok: true });
  sink.setRule(answerAt("auth", "454 4.7.0 not now"));
  await testSendingServer(actor, { id, input: server(sink.port, { password: null }) });
  expect((await readSendingServers(actor))[0]?.lastTest).toMatchObject({
    ok: false,
    problem: "auth_unavailable",
  });
  await savedServer(actor, server(sink.port), id);
  expect((await readSendingServers(actor))[0]?.lastTest).toBeNull();
});

test("a kept password is not sent to another host, for another user or less protected", async () => {
  const sink = await sinkWith({ auth: account, tls: certificate("valid") });
  const other = await sinkWith({ auth: account });
  const actor = await makeActor();
  const id = await savedServer(actor, server(sink.port));
  for (const changes of [{ host: "localhost" }, { username: "somebody" }, { security: "none" as const }]) {
    const input = { ...server(other.port, changes), password: null };
    const expected = { outcome: "invalid", problems: [{ field: "password", problem: "passwordAgain" }] };
    expect(await testSendingServer(actor, { id, input })).toEqual(expected);
    expect(await saveSendingServer(actor, id, input)).toEqual(expected);
  }
  expect(other.connections.total).toBe(0);
});
