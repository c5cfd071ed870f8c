import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { handleTrackingRequest } from "#lib/tracking/tracking-endpoint.ts";

const chrome =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36";

export type TrackingServer = {
  url: string;
  ask: (path: string, init?: RequestInit) => Promise<Response>;
  close: () => Promise<void>;
};

/** The handler on loopback as it stands in front of the pages; what it leaves to a page is answered with 404 and its address. */
export async function startTrackingServer(): Promise<TrackingServer> {
  const server: Server = createServer((request, response) => {
    void handleTrackingRequest(request, response).then((handled) => {
      if (handled) return;
      response.statusCode = 404;
      response.end(`page ${request.method} ${request.url}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    ask: (path, init = {}) =>
      fetch(url + path, { redirect: "manual", ...init, headers: { "user-agent": chrome, ...init.headers } }),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
