import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { openLoopback } from "#tests/support/transport.ts";

let server: Server | undefined;
const sockets = new Set<Socket>();
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  server?.close();
  if (server) await once(server, "close");
});

/** Answers as it should, but at one point with a line every few milliseconds that is never the last. */
async function startTrickling(point: string): Promise<number> {
  server = createServer((socket) => {
    sockets.add(socket);
    let isBody = false;
    const trickle = () => {
      const timer = setInterval(() => socket.write("250-still here\r\n"), 20);
      socket.once("close", () => clearInterval(timer));
    };
    const say = (at: string, reply: string) => (at === point ? trickle() : socket.write(reply));
    socket.on("error", () => undefined);
    socket.on("data", (chunk) => {
      for (const line of chunk.toString().split("\r\n")) {
        if (isBody) {
          if (line !== ".") continue;
          isBody = false;
          say("dot", "250 2.0.0 queued\r\n");
        } else if (line.startsWith("EHLO")) say("ehlo", "250 trickle.test\r\n");
        else if (line.startsWith("MAIL")) say("mail", "250 ok\r\n");
        else if (line.startsWith("RCPT")) say("rcpt", "250 ok\r\n");
        else if (line === "DATA") {
          isBody = point !== "data";
          say("data", "354 go\r\n");
        }
      }
    });
    say("greeting", "220 trickle.test\r\n");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}

// Only what is trickled has to come soon: all else may take its time on a slow machine.
test.each([
  ["greeting", { greeting: 200 }, { kind: "not_connected", trouble: "unreachable" }],
  // What sets a session up shares one limit, of these together.
  [
    "ehlo",
    { connect: 1_000, greeting: 1_000, command: 1_000 },
    { kind: "not_connected", stage: "ehlo", trouble: "unreachable" },
  ],
  ["mail", { command: 1_000 }, { kind: "no_reply", stage: "mail", afterDot: false }],
  ["rcpt", { command: 1_000 }, { kind: "no_reply", stage: "rcpt", afterDot: false }],
  ["data", { command: 1_000 }, { kind: "no_reply", stage: "data", afterDot: false }],
  ["dot", { dot: 200 }, { kind: "no_reply", stage: "dot", afterDot: true }],
] as const)(
  "a server that trickles its reply at %s without end is left",
  async (point, timeouts, expected) => {
    const port = await startTrickling(point);
    const transport = openLoopback(port, { timeouts });
    const envelope = { from: "news@kurir.test", to: "ana@b.test" };
    const raw = Buffer.from("From: <news@kurir.test>\r\nSubject: Halo\r\n\r\nHalo\r\n");
    expect(await transport.send({ envelope, raw })).toMatchObject(expected);
    await transport.close();
  },
);
