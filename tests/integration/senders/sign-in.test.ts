import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { afterEach, beforeAll, expect, test } from "vitest";
import type { Actor } from "#lib/accounts/actor.ts";
import { database } from "#lib/platform/database.ts";
import { readSenderForSending } from "#lib/senders/read-sender-for-sending.ts";
import { readSendingServer } from "#lib/senders/read-sending-server.ts";
import { saveSendingServer } from "#lib/senders/save-sending-server.ts";
import { testSendingServer } from "#lib/senders/test-sending-server.ts";
import type { ServerInput } from "#lib/servers/server-draft.ts";
import type { SignInMethod } from "#lib/smtp/sign-in-method.ts";
import { openTransport } from "#lib/smtp/smtp-transport.ts";
import { certificate, trustTestAuthority } from "#tests/support/certificates.ts";
import { savedSender, savedServer, serverInput } from "#tests/support/sending-server.ts";
import { startTokenEndpoint, type TokenEndpoint } from "#tests/support/token-endpoint.ts";
import { makeActor } from "#tests/support/workspace.ts";

const closers: (() => Promise<unknown>)[] = [];
beforeAll(trustTestAuthority);
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const account = { username: "kurir@toko.test", password: "rahasia & 123" };

type SignIn = { method: string; token: string | undefined };

/** A server that takes the account by any mechanism it offers, and access tokens that `takes` likes. */
async function startServer(options: {
  authMethods: string[];
  takes?: (token: string) => boolean;
  tls?: SMTPServerOptions;
}): Promise<{ port: number; signIns: SignIn[]; received: () => number }> {
  const signIns: SignIn[] = [];
  let received = 0;
  const server = new SMTPServer({
    ...certificate("valid"),
    ...options.tls,
    authMethods: options.authMethods,
    onAuth(auth, _session, callback) {
      const token = "accessToken" in auth ? auth.accessToken : undefined;
      signIns.push({ method: auth.method, token });
      const isKnown =
        auth.method === "XOAUTH2"
          ? auth.username === account.username && (options.takes?.(token ?? "") ?? false)
          : auth.username === account.username &&
            (auth.method === "CRAM-MD5"
              ? auth.validatePassword(account.password)
              : auth.password === account.password);
      if (isKnown) return callback(null, { user: auth.username });
      if (auth.method === "XOAUTH2") return callback(null, { data: { status: "401", schemes: "bearer" } });
      return callback(new Error("wrong"));
    },
    onData(stream, _session, callback) {
      stream.resume();
      stream.on("end", () => {
        received += 1;
        callback();
      });
    },
  });
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => new Promise<void>((resolve) => server.close(resolve)));
  return { port: (server.server.address() as AddressInfo).port, signIns, received: () => received };
}

const input = (port: number, changes: Partial<ServerInput> = {}) =>
  serverInput(port, { ...account, maxConnections: 3, ...changes });

async function tryOut(server: ServerInput) {
  const result = await testSendingServer(await makeActor(), { id: null, input: server });
  if (result.outcome !== "tested") throw new Error(JSON.stringify(result));
  return { ...result.test, said: JSON.stringify(result.transcript) };
}

/** Sends some mails at once through a kept server, over as many connections as it allows. */
async function send(actor: Actor, serverId: string, count = 1) {
  const found = await readSenderForSending(actor.workspaceId, await savedSender(actor, serverId));
  if (!found) throw new Error("no sender");
  const transport = openTransport(found.server);
  const mail = {
    envelope: { from: "halo@toko.test", to: "ayu@example.org" },
    raw: Buffer.from("A: b\r\n\r\nc\r\n"),
  };
  const outcomes = await Promise.all(Array.from({ length: count }, () => transport.send(mail)));
  await transport.close();
  return outcomes;
}

test.each([
  ["plain", "PLAIN"],
  ["login", "LOGIN"],
  ["cram_md5", "CRAM-MD5"],
  ["automatic", "PLAIN"],
] as const)("a server is signed in to by %s", async (signInMethod, mechanism) => {
  const server = await startServer({ authMethods: ["CRAM-MD5", "LOGIN", "PLAIN", "XOAUTH2"] });
  const tried = await tryOut(input(server.port, { signInMethod }));
  expect(tried).toMatchObject({ ok: true, encrypted: true, signedIn: true });
  expect(server.signIns.map(({ method }) => method)).toEqual([mechanism]);
  expect(tried.said).not.toContain(account.password);
  expect(await tryOut(input(server.port, { signInMethod, password: "falsch" }))).toMatchObject({
    ok: false,
    problem: "auth_rejected",
  });
});

test.each([
  ["automatic", ["LOGIN"], "LOGIN"],
  ["automatic", ["CRAM-MD5", "XOAUTH2"], "CRAM-MD5"],
] as [SignInMethod, string[], string][])(
  "%s takes what is offered: %s",
  async (signInMethod, authMethods, used) => {
    const server = await startServer({ authMethods });
    expect(await tryOut(input(server.port, { signInMethod }))).toMatchObject({ ok: true });
    expect(server.signIns.map(({ method }) => method)).toEqual([used]);
  },
);

test("a way to sign in that the server does not offer is told with what it does offer, and no secret leaves", async () => {
  const server = await startServer({ authMethods: ["PLAIN", "LOGIN"] });
  expect(await tryOut(input(server.port, { signInMethod: "cram_md5" }))).toMatchObject({
    ok: false,
    problem: "auth_method_not_offered",
    detail: expect.stringContaining("PLAIN LOGIN"),
  });
  expect(server.signIns).toEqual([]);
});

async function startEndpoint(first: Parameters<typeof startTokenEndpoint>[0]): Promise<TokenEndpoint> {
  const endpoint = await startTokenEndpoint(first);
  closers.push(() => endpoint.close());
  return endpoint;
}

function withToken(port: number, endpoint: TokenEndpoint, changes: Partial<ServerInput> = {}): ServerInput {
  return input(port, {
    password: null,
    signInMethod: "xoauth2",
    tokenUrl: endpoint.url,
    clientId: "client-1",
    clientSecret: "client-secret-1",
    refreshToken: "refresh-1",
    ...changes,
  });
}

const numbered = (_form: URLSearchParams, count: number) => ({
  body: { access_token: `token-${count}`, expires_in: 3600, token_type: "Bearer" },
});

test("a form with XOAUTH2 is tried out with a token got for it, which nobody gets to see", async () => {
  const server = await startServer({ authMethods: ["XOAUTH2"], takes: (token) => token === "token-1" });
  const endpoint = await startEndpoint(numbered);
  const tried = await tryOut(withToken(server.port, endpoint));
  expect(tried).toMatchObject({ ok: true, encrypted: true, signedIn: true });
  expect(Object.fromEntries(endpoint.asked[0] ?? [])).toEqual({
    grant_type: "refresh_token",
    client_id: "client-1",
    client_secret: "client-secret-1",
    refresh_token: "refresh-1",
  });
  expect(tried.said).not.toMatch(/token-1|refresh-1|client-secret-1/);
  expect(tried.said).not.toContain(Buffer.from("auth=Bearer token-1").toString("base64").slice(0, 12));
});

test("a token is asked for once, kept sealed, and used by every connection until it nears its end", async () => {
  const server = await startServer({
    authMethods: ["XOAUTH2"],
    takes: (token) => token.startsWith("token-"),
  });
  const endpoint = await startEndpoint(numbered);
  const actor = await makeActor();
  const id = await savedServer(actor, withToken(server.port, endpoint));
  const before = await database().sendingServer.findUniqueOrThrow({ where: { id } });
  expect((await send(actor, id, 9)).map(({ kind }) => kind)).toEqual(Array(9).fill("accepted"));
  expect(server.signIns.map(({ token }) => token)).toEqual(["token-1", "token-1", "token-1"]);
  await send(actor, id);
  expect(endpoint.asked).toHaveLength(1);

  const row = await database().sendingServer.findUniqueOrThrow({ where: { id } });
  expect(JSON.stringify(row)).not.toMatch(/token-1|refresh-1|client-secret-1/);
  expect(row.accessTokenExpiresAt?.getTime()).toBeGreaterThan(Date.now() + 3_500_000);
  // Whoever keeps connections open does not take it for other settings.
  expect(row.updatedAt).toEqual(before.updatedAt);
  expect(JSON.stringify(await readSendingServer(actor, id))).not.toContain(row.refreshTokenSealed);

  // Four minutes before its end it is renewed first.
  await database().sendingServer.update({
    where: { id },
    data: { accessTokenExpiresAt: new Date(Date.now() + 240_000) },
  });
  await send(actor, id);
  expect(endpoint.asked).toHaveLength(2);
  expect(server.signIns.at(-1)?.token).toBe("token-2");
});

test("a token that the server does not take any more is replaced once, and the mail goes out", async () => {
  let good = "token-1";
  const server = await startServer({ authMethods: ["XOAUTH2"], takes: (token) => token === good });
  const endpoint = await startEndpoint(numbered);
  const actor = await makeActor();
  const id = await savedServer(actor, withToken(server.port, endpoint));
  expect(await send(actor, id)).toMatchObject([{ kind: "accepted" }]);
  good = "token-2";
  expect(await send(actor, id)).toMatchObject([{ kind: "accepted" }]);
  expect(server.signIns.map(({ token }) => token)).toEqual(["token-1", "token-1", "token-2"]);
  good = "never";
  expect(await send(actor, id)).toMatchObject([
    { kind: "not_connected", stage: "auth", problem: "auth_rejected", trouble: "auth", replyCode: 535 },
  ]);
  expect(endpoint.asked).toHaveLength(3);
});

test("a new refresh token that comes with an access token is kept in place of the old one", async () => {
  const server = await startServer({ authMethods: ["XOAUTH2"], takes: () => true });
  const endpoint = await startEndpoint((_form, count) => ({
    body: { access_token: `token-${count}`, expires_in: 60, refresh_token: `refresh-${count + 1}` },
  }));
  const actor = await makeActor();
  const id = await savedServer(actor, withToken(server.port, endpoint));
  await send(actor, id);
  await send(actor, id);
  expect(endpoint.asked.map((form) => form.get("refresh_token"))).toEqual(["refresh-1", "refresh-2"]);
});

test.each([
  [
    "a withdrawn consent",
    { status: 400, body: { error: "invalid_grant", error_description: "Token revoked" } },
    "token_refused",
    "auth",
  ],
  ["a wrong client", { status: 401, body: { error: "invalid_client" } }, "token_refused", "auth"],
  [
    "a failure of the moment",
    { status: 400, body: { error: "temporarily_unavailable" } },
    "token_unavailable",
    "unreachable",
  ],
  ["a provider in trouble", { status: 503, body: "sorry" }, "token_unavailable", "unreachable"],
  ["too many requests", { status: 429, body: { error: "rate" } }, "token_unavailable", "unreachable"],
  ["a redirect", { status: 302, body: "" }, "token_unavailable", "unreachable"],
  ["no token", { body: { token_type: "Bearer" } }, "token_unavailable", "unreachable"],
  [
    "a token that would end the command",
    { body: { access_token: "a\r\nQUIT" } },
    "token_unavailable",
    "unreachable",
  ],
  ["an endless answer", { body: "x".repeat(1_000_000) }, "token_unavailable", "unreachable"],
])("%s is told apart and never costs a try with the server", async (_what, answer, problem, trouble) => {
  const server = await startServer({ authMethods: ["XOAUTH2"], takes: () => true });
  const endpoint = await startEndpoint(() => answer);
  const actor = await makeActor();
  const id = await savedServer(actor, withToken(server.port, endpoint));
  expect(await send(actor, id)).toMatchObject([{ kind: "not_connected", stage: "auth", problem, trouble }]);
  expect(server.signIns).toEqual([]);
});

test("a token endpoint that cannot be reached, or must not be, says so", async () => {
  const server = await startServer({ authMethods: ["XOAUTH2"], takes: () => true });
  const endpoint = await startEndpoint(numbered);
  for (const tokenUrl of [
    "https://169.254.169.254/token",
    "https://127.0.0.1:1/token",
    "https://name.invalid/token",
  ]) {
    expect(await tryOut(withToken(server.port, endpoint, { tokenUrl }))).toMatchObject({
      ok: false,
      problem: "token_unavailable",
    });
  }
  const actor = await makeActor();
  for (const tokenUrl of [
    "http://127.0.0.1/token",
    "https://user:pass@example.com/",
    "ftp://x",
    "token",
    "",
  ]) {
    expect(await saveSendingServer(actor, null, withToken(server.port, endpoint, { tokenUrl }))).toEqual({
      outcome: "invalid",
      problems: [{ field: "tokenUrl", problem: "tokenUrl" }],
    });
  }
});

test("a kept refresh token never travels to another provider, host or user", async () => {
  const server = await startServer({ authMethods: ["XOAUTH2"], takes: () => true });
  const endpoint = await startEndpoint(numbered);
  const actor = await makeActor();
  const id = await savedServer(actor, withToken(server.port, endpoint));
  const kept = { refreshToken: null, clientSecret: null };
  for (const change of [
    { tokenUrl: "https://thief.example/token" },
    { clientId: "client-2" },
    { host: "thief.example" },
    { username: "other@toko.test" },
    { security: "none" },
  ] as Partial<ServerInput>[]) {
    const changed = withToken(server.port, endpoint, { ...kept, ...change });
    const again = { outcome: "invalid", problems: [{ field: "refreshToken", problem: "secretAgain" }] };
    expect(await saveSendingServer(actor, id, changed)).toEqual(again);
    expect(await testSendingServer(actor, { id, input: changed })).toEqual(again);
  }
  expect(endpoint.asked).toEqual([]);
  await savedServer(actor, withToken(server.port, endpoint, { ...kept, name: "Another name" }), id);
  expect(await send(actor, id)).toMatchObject([{ kind: "accepted" }]);
  expect(endpoint.asked[0]?.get("client_secret")).toBe("client-secret-1");
});

test("who goes back to a password leaves no token behind, and the other way round", async () => {
  const server = await startServer({ authMethods: ["PLAIN", "XOAUTH2"], takes: () => true });
  const endpoint = await startEndpoint(numbered);
  const actor = await makeActor();
  const id = await savedServer(actor, withToken(server.port, endpoint));
  await send(actor, id);
  await savedServer(actor, input(server.port), id);
  expect(await database().sendingServer.findUniqueOrThrow({ where: { id } })).toMatchObject({
    tokenUrl: null,
    clientId: null,
    clientSecretSealed: null,
    refreshTokenSealed: null,
    accessTokenSealed: null,
  });
  await savedServer(actor, withToken(server.port, endpoint), id);
  expect(await database().sendingServer.findUniqueOrThrow({ where: { id } })).toMatchObject({
    passwordSealed: null,
  });
});
