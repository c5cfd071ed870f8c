import { createHmac, hkdfSync } from "node:crypto";
import { expect, test } from "vitest";
import {
  deriveTrackingKey,
  makeTokens,
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

function makeToken(claim: TrackingClaim, by: TrackingKeys): string {
  const tokens = makeTokens(claim.messageId, by);
  return claim.kind === "click" ? tokens.click(claim.linkPosition) : tokens[claim.kind];
}

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

test("no token of a message is good for anything else, however its parts are put together", () => {
  const all: TrackingClaim[] = [
    { kind: "open", messageId: "5" },
    { kind: "unsubscribe", messageId: "5" },
    ...Array.from(
      { length: 12 },
      (_, linkPosition) => ({ kind: "click", messageId: "5", linkPosition }) as const,
    ),
    { kind: "open", messageId: "6" },
    { kind: "click", messageId: "6", linkPosition: 0 },
  ];
  const parts = all.map((claim) => {
    const bytes = Buffer.from(makeToken(claim, keys), "base64url");
    return { body: bytes.subarray(0, -12), mac: bytes.subarray(-12) };
  });
  for (const [one, { body }] of parts.entries()) {
    for (const [other, { mac }] of parts.entries()) {
      const read = readToken(Buffer.concat([body, mac]).toString("base64url"), keys);
      expect(read).toEqual(one === other ? all[one] : null);
    }
  }
});

test("a number written longer than it need be is refused, as nobody here writes it so", () => {
  const bytes = Buffer.from(makeToken({ kind: "open", messageId: "5" }, keys), "base64url");
  const longer = Buffer.concat([bytes.subarray(0, 2), Buffer.from([0x85, 0x00]), bytes.subarray(3)]);
  expect(readToken(bytes.toString("base64url"), keys)).not.toBeNull();
  expect(readToken(longer.toString("base64url"), keys)).toBeNull();
});

test("an id that no row can have is refused before it is signed", () => {
  expect(() => makeToken({ kind: "open", messageId: "-1" }, keys)).toThrow(RangeError);
  expect(() => makeToken({ kind: "click", messageId: "1", linkPosition: 65536 }, keys)).toThrow(RangeError);
  expect(() => makeToken({ kind: "click", messageId: "1", linkPosition: 0.5 }, keys)).toThrow(RangeError);
});

test("the tag is a piece of HMAC-SHA-512 over the message, as the platform computes it", () => {
  const secret = "a secret of at least thirty-two characters";
  const key = Buffer.from(hkdfSync("sha256", secret, "", "kurir tracking token 2", 32));
  // Version 2, message 5, and the first block: unsubscribe, open and the first three links.
  const block = createHmac("sha512", key)
    .update(Buffer.from([2, 5, 0]))
    .digest();
  const tokens = makeTokens("5", keys);
  for (const [place, token] of [tokens.unsubscribe, tokens.open, ...[0, 1, 2].map(tokens.click)].entries()) {
    const mac = Buffer.from(token, "base64url").subarray(-12);
    expect(mac).toEqual(block.subarray(place * 12, place * 12 + 12));
  }
});
