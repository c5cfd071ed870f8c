import { expect, test } from "vitest";
import { clientAddress } from "./client-address.ts";

test("is the other end of the connection when no proxy is trusted, whatever the header claims", () => {
  expect(clientAddress("203.0.113.7", "198.51.100.1", 0)).toBe("203.0.113.7");
  expect(clientAddress("::ffff:203.0.113.7", undefined, 0)).toBe("203.0.113.7");
  expect(clientAddress("2001:db8::1", ["198.51.100.1"], 0)).toBe("2001:db8::1");
});

test("is what the outermost trusted proxy saw, not what the client wrote before it", () => {
  expect(clientAddress("127.0.0.1", "6.6.6.6, 203.0.113.7", 1)).toBe("203.0.113.7");
  expect(clientAddress("127.0.0.1", "6.6.6.6, 203.0.113.7, 10.0.0.2", 2)).toBe("203.0.113.7");
  expect(clientAddress("127.0.0.1", ["6.6.6.6", "203.0.113.7"], 1)).toBe("203.0.113.7");
});

test("is the connection when the proxy sent no header, and the leftmost when there are fewer hops", () => {
  expect(clientAddress("127.0.0.1", undefined, 1)).toBe("127.0.0.1");
  expect(clientAddress("127.0.0.1", " , ", 1)).toBe("127.0.0.1");
  expect(clientAddress("127.0.0.1", "203.0.113.7", 3)).toBe("203.0.113.7");
});
