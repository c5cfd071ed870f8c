import { expect, test } from "vitest";
import { headerBlock, headerValue } from "./mail-header.ts";

const read = (headers: string) =>
  headerValue(headerBlock(Buffer.from(`${headers}\r\n\r\nSubject: not this\r\n`)), "subject");

test.each([
  ["Subject: Halo", "Halo"],
  ["X: 1\r\nSUBJECT:  Halo  ", "Halo"],
  ["Subject: =?utf-8?Q?Promo_50_=25_=C3=A9?=", "Promo 50 % é"],
  ["Subject: =?UTF-8?B?SGFsbyDwn5GL?=", "Halo 👋"],
  ["Subject: =?utf-8?Q?satu?=\r\n =?utf-8?Q?dua?= tiga", "satudua tiga"],
  ["Subject: =?iso-8859-1?Q?caf=E9?=", "café"],
  ["Subject: =?no-such-charset?Q?x?=", "=?no-such-charset?Q?x?="],
  ["From: a@b.test", ""],
])("the subject in %j is read", (headers, subject) => {
  expect(read(headers)).toBe(subject);
});
