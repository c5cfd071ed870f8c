import { expect, test } from "vitest";
import { encodeQuotedPrintable, encodeQuotedPrintablePiece } from "./quoted-printable.ts";

const awkward: Record<string, string> = {
  "plain words": "Hello there",
  "equals signs": "a=b==c=\r\n=3D",
  emoji: "🚚".repeat(60),
  "a family of joined emoji": "👨‍👩‍👧‍👦".repeat(20),
  "dots at line starts": ".\r\n..\r\n.hidden\r\nnot.hidden",
  "a dot that a soft break moves to a line start": `${"x".repeat(75)}.${"y".repeat(80)}`,
  "white space at line ends": "trailing \r\ntab\t\r\n \r\n\t\r\nlast ",
  "right to left": "שלום עולם ".repeat(30),
  "a line of 10,220 bytes": "<td>".repeat(2_555),
  "a long line of spaces": " ".repeat(500),
  "control characters": "a\u0000b\u0001c\u007fd",
  "Indonesian with typographic quotes": "“Halo” – selamat datang…".repeat(10),
  "exactly a line": "x".repeat(76),
  "one less than a line": "x".repeat(75),
};

for (const [name, text] of Object.entries(awkward)) {
  test(`what is decoded is what was encoded: ${name}`, () => {
    expect(decode(encodeQuotedPrintable(text))).toBe(text);
    expect(decode(encodeQuotedPrintablePiece(text))).toBe(text);
  });

  test(`no line is longer than 76, holds 8-bit or begins with a dot: ${name}`, () => {
    for (const encoded of [encodeQuotedPrintable(text), encodeQuotedPrintablePiece(text)]) {
      for (const line of encoded.split("\r\n")) {
        expect(line.length).toBeLessThanOrEqual(76);
        expect(line).toMatch(/^[\t\x20-\x7e]*$/);
        expect(line).not.toMatch(/^\./);
        expect(line).not.toMatch(/[ \t]$/);
        expect(line.replace(/=[0-9A-F]{2}/g, "").replace(/=$/, "")).not.toContain("=");
      }
    }
  });

  test(`a soft break never splits a character: ${name}`, () => {
    for (const line of encodeQuotedPrintable(text).split("\r\n")) {
      const bytes = Buffer.from(
        line
          .replace(/=$/, "")
          .replace(/=([0-9A-F]{2})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16))),
        "latin1",
      );
      expect(() => new TextDecoder("utf-8", { fatal: true }).decode(bytes)).not.toThrow();
    }
  });
}

test("every kind of line end becomes CRLF", () => {
  expect(encodeQuotedPrintable("a\nb\rc\r\nd\n\ne")).toBe("a\r\nb\r\nc\r\nd\r\n\r\ne");
});

test("pieces encoded apart decode to the text as a whole, whatever stands at their edges", () => {
  const edges = [
    "",
    "a",
    " ",
    "\t",
    ".",
    "=",
    "é",
    "x".repeat(76),
    "end \r\n",
    "\r\nstart",
    " \r\n ",
    "a\r\n",
  ];
  for (const one of edges) {
    for (const two of edges) {
      for (const three of edges) {
        const encoded = [one, two, three].map(encodeQuotedPrintablePiece).join("");
        expect(decode(encoded)).toBe(one + two + three);
        for (const line of encoded.split("\r\n")) expect(line.length).toBeLessThanOrEqual(76);
      }
    }
  }
});

/** A decoder by the letter of RFC 2045: white space at a line's end was added in transport and is deleted. */
function decode(encoded: string): string {
  const bytes = encoded
    .split("\r\n")
    .map((line) => line.replace(/[ \t]+$/, ""))
    .join("\r\n")
    .replace(/=\r\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}
