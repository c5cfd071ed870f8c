import { createPrivateKey } from "node:crypto";
import { createServer, type Server, type TLSSocket } from "node:tls";
import { afterEach, expect, test } from "vitest";
import { database } from "#lib/platform/database.ts";
import { readSenderForSending } from "#lib/senders/read-sender-for-sending.ts";
import { readSendingServer } from "#lib/senders/read-sending-server.ts";
import { saveSendingServer } from "#lib/senders/save-sending-server.ts";
import { testSendingServer } from "#lib/senders/test-sending-server.ts";
import type { ServerInput } from "#lib/servers/server-draft.ts";
import { authorityCertificate, certificate } from "#tests/support/certificates.ts";
import { savedSender, savedServer, serverInput } from "#tests/support/sending-server.ts";
import { type SmtpSink, startSink } from "#tests/support/smtp-sink.ts";
import { makeActor } from "#tests/support/workspace.ts";

// The test authority is not trusted by this process: only a server's own settings may make it so.

let sink: SmtpSink | undefined;
let asking: Server | undefined;
afterEach(async () => {
  await sink?.close();
  await new Promise<void>((resolve) => (asking ? asking.close(() => resolve()) : resolve()));
  sink = undefined;
  asking = undefined;
});

const own = certificate("valid");

async function tryOut(server: ServerInput) {
  const result = await testSendingServer(await makeActor(), { id: null, input: server });
  return result.outcome === "tested" ? result.test : result;
}

/** A server that speaks TLS from the start and wants a certificate of the test authority. */
async function startAsking(): Promise<{ port: number; shown: string[] }> {
  const shown: string[] = [];
  const server = createServer(
    { ...own, ca: authorityCertificate(), requestCert: true, rejectUnauthorized: true },
    (socket: TLSSocket) => {
      shown.push(socket.getPeerCertificate().subject.CN?.toString() ?? "");
      socket.on("error", () => undefined);
      socket.write("220 asking.test ESMTP\r\n");
      socket.on("data", (line) => {
        const command = line.toString().slice(0, 4);
        socket.write(command === "EHLO" ? "250-asking.test\r\n250 PIPELINING\r\n" : "221 2.0.0 bye\r\n");
        if (command === "QUIT") socket.end();
      });
    },
  );
  asking = server;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return { port: typeof address === "object" && address ? address.port : 0, shown };
}

test("a server with a certificate of one's own authority is trusted by that server's settings alone", async () => {
  sink = await startSink({ tls: certificate("valid") });
  expect(await tryOut(serverInput(sink.port))).toMatchObject({ ok: false, problem: "certificate_untrusted" });
  const certificateAuthority = authorityCertificate();
  expect(await tryOut(serverInput(sink.port, { certificateAuthority }))).toMatchObject({
    ok: true,
    encrypted: true,
  });
});

test("an authority of one's own does not make a wrong name right", async () => {
  sink = await startSink({ tls: certificate("other-name") });
  expect(
    await tryOut(serverInput(sink.port, { certificateAuthority: authorityCertificate() })),
  ).toMatchObject({
    ok: false,
    problem: "certificate_other_name",
  });
});

test("a self-signed server is trusted when its very certificate is given", async () => {
  const selfSigned = certificate("self-signed");
  sink = await startSink({ tls: selfSigned });
  expect(await tryOut(serverInput(sink.port, { certificateAuthority: selfSigned.cert }))).toMatchObject({
    ok: true,
  });
});

test("a server that asks for a certificate is shown it, and without one the words say what is missing", async () => {
  const server = await startAsking();
  const settings = { security: "tls", certificateAuthority: authorityCertificate() } as const;
  expect(await tryOut(serverInput(server.port, settings))).toMatchObject({
    ok: false,
    problem: "client_certificate_refused",
  });
  const shownAs = { ...settings, clientCertificate: own.cert, clientKey: own.key };
  expect(await tryOut(serverInput(server.port, shownAs))).toMatchObject({ ok: true, encrypted: true });
  expect(server.shown).toHaveLength(1);
});

test("the key is kept sealed, goes to the transport, and stays while the certificate does", async () => {
  const server = await startAsking();
  const actor = await makeActor();
  const settings = {
    security: "tls",
    certificateAuthority: authorityCertificate(),
    clientCertificate: own.cert,
  } as const;
  const id = await savedServer(actor, serverInput(server.port, { ...settings, clientKey: own.key }));
  const row = await database().sendingServer.findUniqueOrThrow({ where: { id } });
  expect(JSON.stringify(row)).not.toContain("PRIVATE KEY");
  expect(await readSendingServer(actor, id)).toMatchObject({ hasClientKey: true });
  await savedServer(actor, serverInput(server.port, { ...settings, name: "B" }), id);
  const forSending = await readSenderForSending(actor.workspaceId, await savedSender(actor, id));
  expect(forSending?.server.tls).toEqual({
    ca: authorityCertificate().trim(),
    cert: own.cert.trim(),
    key: own.key,
  });
  expect(await testSendingServer(actor, { id })).toMatchObject({ test: { ok: true } });

  await savedServer(actor, serverInput(server.port, { security: "tls" }), id);
  expect(await database().sendingServer.findUniqueOrThrow({ where: { id } })).toMatchObject({
    clientCertificate: null,
    clientKeySealed: null,
    certificateAuthority: null,
  });
});

test.each([
  ["certificateUnreadable", "clientCertificate", { clientCertificate: "hello", clientKey: own.key }],
  [
    "certificateUnreadable",
    "clientCertificate",
    { clientCertificate: own.cert.slice(0, 200), clientKey: own.key },
  ],
  [
    "certificateUnreadable",
    "clientCertificate",
    { clientCertificate: `${own.cert}\n${own.key}`, clientKey: own.key },
  ],
  ["certificateExpired", "clientCertificate", { ...pair("expired") }],
  ["certificateNotYetValid", "clientCertificate", { ...pair("early") }],
  ["clientKeyMissing", "clientKey", { clientCertificate: own.cert }],
  ["clientKeyOther", "clientKey", { clientCertificate: own.cert, clientKey: certificate("other-name").key }],
  ["clientKeyUnreadable", "clientKey", { clientCertificate: own.cert, clientKey: "hello" }],
  ["clientKeyEncrypted", "clientKey", { clientCertificate: own.cert, clientKey: locked(own.key) }],
  ["certificateUnreadable", "certificateAuthority", { certificateAuthority: "hello" }],
  ["certificateTooLong", "certificateAuthority", { certificateAuthority: own.cert.repeat(300) }],
] as [string, string, Partial<ServerInput>][])(
  "%s in %s is told before anything is kept",
  async (problem, field, changes) => {
    const result = await saveSendingServer(await makeActor(), null, serverInput(587, changes));
    expect(result).toEqual({ outcome: "invalid", problems: [{ field, problem }] });
  },
);

function pair(name: "expired" | "early") {
  const { cert, key } = certificate(name);
  return { clientCertificate: cert, clientKey: key };
}

function locked(key: string): string {
  return createPrivateKey(key)
    .export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "x" })
    .toString();
}
