import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { hmac, hmacKey } from "./hmac.ts";

test.each(["sha256", "sha512"] as const)(
  "it is HMAC as the platform computes it, for keys and data of every length allowed: %s",
  (algorithm) => {
    for (let length = 0; length <= 64; length += 7) {
      const key = Buffer.alloc(length, length);
      const prepared = hmacKey(key, algorithm);
      for (let size = 256; size >= 0; size -= 11) {
        const data = Buffer.alloc(size, size);
        const expected = createHmac(algorithm, key).update(data).digest();
        expect(Buffer.from(hmac(prepared, data), "latin1")).toEqual(expected);
      }
    }
  },
);

test("what is too long is refused, not cut", () => {
  expect(() => hmacKey(Buffer.alloc(65))).toThrow(RangeError);
  expect(() => hmac(hmacKey(Buffer.alloc(32)), Buffer.alloc(257))).toThrow(RangeError);
});
