import { expect, test } from "vitest";
import { openReplyReader } from "./reply-reader.ts";

function readAll(...chunks: (string | Buffer)[]): { replies: string[]; endless: number } {
  const replies: string[] = [];
  let endless = 0;
  const read = openReplyReader(
    (reply) => replies.push(reply),
    () => {
      endless += 1;
    },
  );
  for (const chunk of chunks) read(Buffer.from(chunk));
  return { replies, endless };
}

test("a reply is the same wherever packets cut it", () => {
  const wire = "250-2.1.0 satu\r\n250 2.1.0 dua — ok\r\n354 go\r\n";
  const whole = ["250-2.1.0 satu\n250 2.1.0 dua — ok", "354 go"];
  const bytes = Buffer.from(wire);
  expect(readAll(wire).replies).toEqual(whole);
  expect(readAll(...[...bytes].map((byte) => Buffer.from([byte]))).replies).toEqual(whole);
  for (let cut = 1; cut < bytes.length; cut++) {
    expect(readAll(bytes.subarray(0, cut), bytes.subarray(cut)).replies).toEqual(whole);
  }
});

test("several replies in one packet come one after the other", () => {
  expect(readAll("250 a\r\n250 b\r\n354 c\r\n").replies).toEqual(["250 a", "250 b", "354 c"]);
});

test("a line feed alone ends a line, and a code alone is a reply", () => {
  expect(readAll("250\n354 go\n").replies).toEqual(["250", "354 go"]);
});

test("what is no reply is handed over as it came, and bytes that are no text do no harm", () => {
  expect(readAll(Buffer.from([0xff, 0x00, 0xfe, 0x0d, 0x0a])).replies).toHaveLength(1);
  expect(readAll("HTTP/1.1 400 Bad Request\r\n").replies).toEqual(["HTTP/1.1 400 Bad Request"]);
});

test("a reply without an end is given up, in one line or in many", () => {
  expect(readAll("2".repeat(70_000)).endless).toBe(1);
  expect(readAll("250-more\r\n".repeat(10_000)).endless).toBeGreaterThan(0);
});
