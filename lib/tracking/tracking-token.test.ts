import { createHmac, hkdfSync } from "node:crypto";
import { expect, test } from "vitest";
import {
  deriveTrackingKey,
  makeToken,
  readToken,
  type TrackingClaim,
  type TrackingKeys,
} from "./tracking-token.ts";

const keys: TrackingKeys = [deriveTrackingKey("a secret of at least thirty-two characters")];
const other: TrackingKeys = [deriveTrackingKey("another secret of thirty-two characters ..")];

const claims: TrackingClaim[] = [
  { kind: "open", messageId: "1" },
  { kind: "click", messageId: "123456789", linkPosition: 0 },
  { kind: "click", messageId: "123456789", linkPosition: 65535 },
  { kind: "unsubscribe", messageId: "9223372036854775807" },
];

test.each(claims)("what is signed is read back: %o", (claim) => {
  expect(readToken(makeToken(claim, keys), keys)).toEqual(claim);
});

test("a token is short enough that List-Unsubscribe needs no folding", () => {
  const token = makeToken({ kind: "unsubscribe", messageId: "200000000" }, keys);
  expect(`<https://news.example.com/u/${token}>`.length).toBeLessThan(70);
});

test("every cut of a token is refused", () => {
  const token = makeToken({ kind: "click", messageId: "77", linkPosition: 3 }, keys);
  for (let length = 0; length < token.length; length += 1) {
    expect(readToken(token.slice(0, length), keys)).toBeNull();
    expect(readToken(token.slice(token.length - length), keys)).toBeNull();
  }
});

test("a token with any one character changed is refused", () => {
  const token = makeToken({ kind: "click", messageId: "77", linkPosition: 3 }, keys);
  for (let index = 0; index < token.length; index += 1) {
    for (const character of ["A", "b", "7", "_"]) {
      if (token[index] === character) continue;
      expect(readToken(token.slice(0, index) + character + token.slice(index + 1), keys)).toBeNull();
    }
  }
});

test.each(["", "x", "../../etc/passwd", "%00", "A".repeat(24), "A".repeat(5000), "tokén-with-an-accent-in"])(
  "what was never a token is refused: %s",
  (text) => {
    expect(readToken(text, keys)).toBeNull();
  },
);

test("a token signed with another installation's secret is refused", () => {
  expect(readToken(makeToken({ kind: "open", messageId: "5" }, other), keys)).toBeNull();
});

test("after a rotation, tokens of the older secret still work and new ones use the new", () => {
  const rotated: TrackingKeys = [other[0], keys[0]];
  const old = makeToken({ kind: "unsubscribe", messageId: "5" }, keys);
  expect(readToken(old, rotated)).toEqual({ kind: "unsubscribe", messageId: "5" });
  const fresh = makeToken({ kind: "unsubscribe", messageId: "5" }, rotated);
  expect(readToken(fresh, keys)).toBeNull();
});

test("a click's token does not allow to unsubscribe", () => {
  const token = makeToken({ kind: "click", messageId: "5", linkPosition: 0 }, keys);
  expect(readToken(token, keys)?.kind).toBe("click");
});

test("an id that no row can have is refused before it is signed", () => {
  expect(() => makeToken({ kind: "open", messageId: "-1" }, keys)).toThrow(RangeError);
  expect(() => makeToken({ kind: "click", messageId: "1", linkPosition: 65536 }, keys)).toThrow(RangeError);
  expect(() => makeToken({ kind: "click", messageId: "1", linkPosition: 0.5 }, keys)).toThrow(RangeError);
});

test("the tag is HMAC-SHA256 as the platform computes it, cut to 96 bits", () => {
  const secret = "a secret of at least thirty-two characters";
  const key = Buffer.from(hkdfSync("sha256", secret, "", "kurir tracking token 1", 32));
  for (const claim of claims) {
    const bytes = Buffer.from(makeToken(claim, keys), "base64url");
    const expected = createHmac("sha256", key).update(bytes.subarray(0, -12)).digest().subarray(0, 12);
    expect(bytes.subarray(-12)).toEqual(expected);
  }
});
