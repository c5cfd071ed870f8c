import { expect, test } from "vitest";
import { normaliseServer, passwordProblems, serverProblems } from "./sending-server.ts";
import type { ServerDraft } from "./server-draft.ts";

const relay: ServerDraft = {
  name: "Relay",
  host: "smtp.example.com",
  port: 587,
  security: "starttls_required",
  username: "kurir",
  maxConnections: 5,
  messagesPerSecond: null,
};

test.each(["smtp.example.com", "localhost", "10.0.0.5", "::1", "2001:db8::25", "mail-1.example.co.id"])(
  "%s is a host",
  (host) => {
    expect(serverProblems({ ...relay, host })).toEqual([]);
  },
);

test.each([
  "",
  "smtp example.com",
  "http://smtp.example.com",
  "smtp.example.com:587",
  "-a.com",
  "1.2.3",
  "a..b",
  "a\r\nb",
])("%j is no host", (host) => {
  expect(serverProblems({ ...relay, host })).toEqual([{ field: "host", problem: "host" }]);
});

test("what people paste around a host is taken off", () => {
  expect(normaliseServer({ ...relay, host: " SMTP.Example.com. " }).host).toBe("smtp.example.com");
  expect(normaliseServer({ ...relay, host: "[2001:db8::25]" }).host).toBe("2001:db8::25");
  expect(normaliseServer({ ...relay, username: "  " }).username).toBeNull();
});

test("a port and a security that do not go together are told before anybody waits for a time-out", () => {
  expect(serverProblems({ ...relay, port: 465 })).toEqual([
    { field: "security", problem: "port465WantsTls" },
  ]);
  expect(serverProblems({ ...relay, security: "tls" })).toEqual([
    { field: "security", problem: "portWantsStarttls" },
  ]);
  expect(serverProblems({ ...relay, port: 465, security: "tls" })).toEqual([]);
  expect(serverProblems({ ...relay, port: 2525, security: "tls" })).toEqual([]);
});

test.each([0, -1, 1.5, 101, Number.NaN])("%s connections at once are refused", (maxConnections) => {
  expect(serverProblems({ ...relay, maxConnections })).toEqual([
    { field: "maxConnections", problem: "maxConnections" },
  ]);
});

test("a kept password serves the same host and user under at least the same protection", () => {
  const kept = { ...relay, hasPassword: true };
  const again = [{ field: "password", problem: "passwordAgain" }];
  expect(passwordProblems(kept, relay, null)).toEqual([]);
  expect(passwordProblems(kept, { ...relay, security: "tls" }, null)).toEqual([]);
  expect(passwordProblems(kept, { ...relay, security: "starttls_opportunistic" }, null)).toEqual(again);
  expect(passwordProblems(kept, { ...relay, host: "evil.example" }, null)).toEqual(again);
  expect(passwordProblems(kept, { ...relay, host: "evil.example" }, "typed")).toEqual([]);
  expect(passwordProblems(null, relay, null)).toEqual([{ field: "password", problem: "passwordMissing" }]);
  expect(passwordProblems(null, { ...relay, username: null }, null)).toEqual([]);
});
