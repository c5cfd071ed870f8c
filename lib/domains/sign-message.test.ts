import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { dkimVerify } from "mailauth/lib/dkim/verify.js";
import { describe, expect, test } from "vitest";
import { recordName, recordValue } from "./dkim-key.ts";
import { publicKeyOf } from "./private-key.ts";
import { type DkimSigner, signMessage } from "./sign-message.ts";

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const signer: DkimSigner = { domain: "example.com", selector: "kurir1", privateKey };
const at = new Date("2026-11-21T14:30:00Z");

const fields = {
  From: '"Toko Kopi" <kopi@example.com>',
  "Reply-To": "balas@example.com",
  "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
  "List-Id": "<0123456789.list.example.com>",
  "Feedback-ID": "campaign-1:workspace-1:campaign:kurir",
  Precedence: "bulk",
  "MIME-Version": "1.0",
  "Content-Type": 'multipart/alternative;\r\n boundary="=_kurir_1"',
  Date: "Sat, 21 Nov 2026 14:30:00 +0000",
  "Message-ID": "<m1.abc@example.com>",
  To: "ayu@example.org",
  Subject: "=?UTF-8?B?S29waQ==?=\r\n =?UTF-8?B?IGhhbmdhdA==?=",
  "List-Unsubscribe": "<https://kurir.test/u/abcdef>",
};
const body =
  "--=_kurir_1\r\nContent-Type: text/plain\r\n\r\nHalo  Ayu,=\r\n kopi =20\r\n\r\n.dot\r\n--=_kurir_1--\r\n";

function message(changes: Record<string, string> = {}, text = body): Buffer {
  const head = Object.entries({ ...fields, ...changes }).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`${head.join("")}\r\n${text}`, "latin1");
}

async function sign(raw: Buffer, by = signer): Promise<string> {
  return (await signMessage(raw, by, at)) + raw.toString("latin1");
}

/** What mailauth finds; no name server is asked. */
async function verify(mail: Buffer | string): Promise<{ result: string; aligned: unknown }> {
  const { results } = await dkimVerify(mail, {
    resolver: async (name: string, type: string) => {
      if (type === "TXT" && name === recordName(signer)) return [[recordValue(publicKeyOf(privateKey))]];
      throw Object.assign(new Error("no such name"), { code: "ENOTFOUND" });
    },
  });
  const [first] = results;
  return { result: first?.status.result ?? "none", aligned: first?.status.aligned };
}

const signed = await sign(message());

describe("a signed message", () => {
  test("is verified by somebody else's program, aligned with its From", async () => {
    expect(await verify(signed)).toMatchObject({ result: "pass", aligned: "example.com" });
  });

  test("has the signature as its first field, in lines that no relay has to fold, and stays as it was after it", () => {
    expect(signed).toMatch(
      /^DKIM-Signature: v=1; a=rsa-sha256; c=relaxed\/simple; d=example\.com;\r\n s=kurir1; t=1795271400;/,
    );
    expect(signed.endsWith(message().toString("latin1"))).toBe(true);
    const field = signed.slice(0, signed.indexOf("\r\nFrom:"));
    expect(Math.max(...field.split("\r\n").map(({ length }) => length))).toBeLessThanOrEqual(78);
    expect(field).not.toMatch(/[;\s]l=/);
  });

  test("lists what RFC 8058 and the feedback loops want, and one more of what must stand once", () => {
    const names = (/h=([^;]*);/.exec(signed)?.[1] ?? "").split(":").map((name) => name.trim());
    const count = (name: string) => names.filter((one) => one === name).length;
    expect(Object.keys(fields).filter((name) => count(name) === 0)).toEqual(["Precedence"]);
    for (const name of [
      "From",
      "Reply-To",
      "To",
      "Subject",
      "Date",
      "List-Unsubscribe",
      "List-Unsubscribe-Post",
    ])
      expect([name, count(name)]).toEqual([name, 2]);
  });

  test.each(Object.keys(fields).filter((name) => name !== "Precedence"))(
    "is broken by another %s",
    async (name) => {
      const value = fields[name as keyof typeof fields];
      expect(signed).toContain(`${name}: ${value}`);
      expect(await verify(signed.replace(`${name}: ${value}`, `${name}: x${value}`))).not.toMatchObject({
        result: "pass",
      });
    },
  );

  test.each(["From", "To", "Subject", "Date", "Reply-To", "List-Unsubscribe", "List-Unsubscribe-Post"])(
    "is broken by a second %s, above or below",
    async (name) => {
      const second = `${name}: ${fields[name as keyof typeof fields]}\r\n`;
      expect((await verify(second + signed)).result).not.toBe("pass");
      expect((await verify(signed.replace("\r\n\r\n", `\r\n${second}\r\n`))).result).not.toBe("pass");
    },
  );

  test("is broken by a changed, a longer and a shorter body", async () => {
    for (const text of [body.replace("Halo", "Hola"), `${body}x`, body.slice(0, -10), ""]) {
      expect((await verify(signed.replace(body, text))).result).not.toBe("pass");
    }
  });

  test("survives what relays do: fields folded anew, names in other letters, trace fields on top, empty lines at its end", async () => {
    const relayed = `Received: from a by b;\r\n Sat, 21 Nov 2026 14:31:00 +0000\r\n${signed
      .replace("Feedback-ID: campaign-1", "FEEDBACK-ID:\r\n  campaign-1")
      .replace("List-Id: <", "List-Id:   <")}\r\n\r\n`;
    expect((await verify(relayed)).result).toBe("pass");
  });
});

test("a mail without list fields is verified, also when a service on its way adds them", async () => {
  const plain = Buffer.from(
    `From: kopi@example.com\r\nTo: ayu@example.org\r\nSubject: x\r\nDate: ${fields.Date}\r\n\r\nhalo\r\n\r\n\r\n`,
  );
  const mail = await sign(plain);
  expect((await verify(mail)).result).toBe("pass");
  expect((await verify(`List-Unsubscribe: <https://service.test>\r\n${mail}`)).result).toBe("pass");
  expect((await verify(`Reply-To: thief@example.net\r\n${mail}`)).result).not.toBe("pass");
});

test("an empty body is one empty line, as RFC 6376 says of the simple form", async () => {
  const mail = await sign(message({}, ""));
  expect((await verify(mail)).result).toBe("pass");
});

test("another key of the same name does not verify it", async () => {
  const other = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
  const mail = await sign(message(), { ...signer, privateKey: other });
  expect((await verify(mail)).result).not.toBe("pass");
});

test("the public half is what OpenSSL calls it", () => {
  expect(publicKeyOf(privateKey)).toBe(
    createPublicKey(privateKey)
      .export({ type: "spki", format: "pem" })
      .toString()
      .replace(/-----.*-----|\s/g, ""),
  );
});
