import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { certificate } from "./certificates.ts";

type Answer = { status?: number; body: unknown };

export type TokenEndpoint = {
  url: string;
  /** The forms that came in, in order. */
  asked: URLSearchParams[];
  /** Changes what is answered from now on. */
  answerWith(answer: (asked: URLSearchParams, count: number) => Answer): void;
  close(): Promise<void>;
};

/** A provider's token endpoint on loopback, with the test authority's certificate. */
export async function startTokenEndpoint(
  first: (asked: URLSearchParams, count: number) => Answer,
): Promise<TokenEndpoint> {
  let answer = first;
  const asked: URLSearchParams[] = [];
  const server = createServer(certificate("valid"), (request, response) => {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (chunk: string) => {
      body += chunk;
    });
    request.on("end", () => {
      const form = new URLSearchParams(body);
      asked.push(form);
      const { status = 200, body: text } = answer(form, asked.length);
      response.writeHead(status, { "content-type": "application/json", location: "http://127.0.0.1:1/" });
      response.end(typeof text === "string" ? text : JSON.stringify(text));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://127.0.0.1:${port}/token`,
    asked,
    answerWith(next) {
      answer = next;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
