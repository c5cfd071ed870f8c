import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import type { DkimKeyProblem } from "./dkim-key.ts";

type PemProblem = Extract<DkimKeyProblem["problem"], `pem${string}`>;

// RFC 8301 section 3.2: below 1024 nobody may sign, and above 4096 nobody must verify.
const fewestBits = 1024;
const mostBits = 4096;

/** Reads an RSA private key in PEM, PKCS #1 or #8, as other mail programs keep it. */
export function readPrivateKey(
  pem: string,
): { ok: true; privateKey: KeyObject } | { ok: false; problem: PemProblem } {
  let privateKey: KeyObject;
  try {
    privateKey = createPrivateKey(pem.trim());
  } catch {
    // The two ways in which PEM says so: PKCS #8's label and the header of PKCS #1.
    return { ok: false, problem: /BEGIN ENCRYPTED|ENCRYPTED$/m.test(pem) ? "pemEncrypted" : "pemUnreadable" };
  }
  const bits = privateKey.asymmetricKeyDetails?.modulusLength ?? 0;
  if (privateKey.asymmetricKeyType !== "rsa") return { ok: false, problem: "pemNotRsa" };
  if (bits < fewestBits) return { ok: false, problem: "pemTooShort" };
  if (bits > mostBits) return { ok: false, problem: "pemTooLong" };
  return signsProperly(privateKey) ? { ok: true, privateKey } : { ok: false, problem: "pemUnreadable" };
}

/** The public half as a DNS record has it: SubjectPublicKeyInfo in base64 (RFC 6376 section 3.6.1, erratum 3017). */
export function publicKeyOf(privateKey: KeyObject): string {
  return createPublicKey(privateKey).export({ type: "spki", format: "der" }).toString("base64");
}

/** OpenSSL reads numbers that make no key; only a signature shows it. */
function signsProperly(privateKey: KeyObject): boolean {
  const text = Buffer.from("kurir");
  try {
    return verify("sha256", text, createPublicKey(privateKey), sign("sha256", text, privateKey));
  } catch {
    return false;
  }
}
