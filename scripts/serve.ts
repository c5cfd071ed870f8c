/**
 * The web process: a plain `node:http` server in front of Next.js. Machine endpoints are answered before Next
 * sees the request (a route handler answers 1,500-2,100 pixels/s, `node:http` 12,200); everything else is a page.
 */
import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import next from "next";
import { clientAddress } from "#lib/platform/client-address.ts";
import { closeDatabase, pool } from "#lib/platform/database.ts";
import { environment } from "#lib/platform/environment.ts";
import { logger } from "#lib/platform/logger.ts";
import { contentSecurityPolicy, securityHeaders } from "#lib/platform/security-headers.ts";
import { finishTracking, handleTrackingRequest } from "#lib/tracking/tracking-endpoint.ts";

const { appUrl, host, port, nodeEnv, trustedProxies } = environment();
const isDevelopment = nodeEnv === "development";
const isHttps = appUrl.startsWith("https:");
const commonHeaders = Object.entries(securityHeaders({ isHttps }));
/** After SIGTERM, what is being answered may take this long. */
const drainSeconds = 10;

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    logger().error({ err: error, method: request.method, path: pathOf(request) }, "a request failed");
    if (!response.headersSent)
      response.writeHead(500, { "Content-Type": "text/plain" }).end("Something went wrong.\n");
    else response.destroy();
  });
});
// An upload of hundreds of megabytes over a slow line takes longer than Node's 5 minutes; headers still have 60 s.
server.requestTimeout = 30 * 60_000;
// Longer than the 60 s for which common proxies keep a connection, or they reuse one that we have just closed.
server.keepAliveTimeout = 65_000;

const app = next({
  dev: isDevelopment,
  dir: process.cwd(),
  hostname: host ?? "localhost",
  port,
  httpServer: server,
});
const handlePage = app.getRequestHandler();
await app.prepare();

server.once("error", (error: NodeJS.ErrnoException) => {
  logger().fatal({ err: error }, `cannot listen on port ${port}`);
  process.exit(1);
});
server.listen({ port, ...(host ? { host } : {}) }, () => process.send?.("ready"));

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  for (const [name, value] of commonHeaders) response.setHeader(name, value);
  vouchForSender(request);
  if (await handleTrackingRequest(request, response)) return;
  // PostgreSQL keeps no NUL in text: no address of ours holds one, and a search for one would end in an error page.
  if (request.url?.includes("%00")) {
    response
      .writeHead(400, { "Content-Type": "text/plain" })
      .end("This address holds a character that no text has.\n");
    return;
  }
  if (pathOf(request) === "/healthz") return await answerHealth(response);
  const nonce = randomBytes(16).toString("base64");
  const policy = contentSecurityPolicy({ nonce, isDevelopment, isHttps });
  // On the request too: from there Next takes the nonce for the scripts that it writes.
  request.headers["content-security-policy"] = policy;
  request.headers["x-nonce"] = nonce;
  // Server components cannot ask which page they are on; sign-in leads back to it.
  request.headers["x-request-path"] = request.url;
  response.setHeader("Content-Security-Policy", policy);
  await handlePage(request, response);
}

/**
 * What comes after may believe `x-client-address` and X-Forwarded-For: both hold the one address that we vouch
 * for. The other forwarding headers stay only when a proxy of ours is there to have set them.
 */
function vouchForSender(request: IncomingMessage): void {
  const { headers } = request;
  const client = clientAddress(request.socket.remoteAddress, headers["x-forwarded-for"], trustedProxies);
  headers["x-client-address"] = client;
  headers["x-forwarded-for"] = client;
  if (trustedProxies === 0) {
    for (const name of [
      "forwarded",
      "x-forwarded-host",
      "x-forwarded-proto",
      "x-forwarded-port",
      "x-real-ip",
    ]) {
      delete headers[name];
    }
  }
  // A proxy that passes its own Host on would make every form of our own pages look foreign to Next.
  if (headers.origin === appUrl) headers["x-forwarded-host"] = new URL(appUrl).host;
}

async function answerHealth(response: ServerResponse): Promise<void> {
  const reachable = await pool()
    .query({ text: "SELECT 1", query_timeout: 2_000 } as { text: string })
    .then(() => true)
    .catch(() => false);
  response
    .writeHead(reachable ? 200 : 503, { "Content-Type": "application/json", "Cache-Control": "no-store" })
    .end(JSON.stringify({ status: reachable ? "ok" : "database unreachable" }));
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? "/").split("?", 1)[0] ?? "/";
}

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  const hurry = setTimeout(() => server.closeAllConnections(), drainSeconds * 1000);
  await closed;
  clearTimeout(hurry);
  await app.close();
  await finishTracking();
  await closeDatabase();
  process.exit(0);
}
process.on("SIGTERM", () => void stop());
process.on("SIGINT", () => void stop());
// The start process is gone, however it went: nobody is left to stop this one.
process.on("disconnect", () => void stop());
