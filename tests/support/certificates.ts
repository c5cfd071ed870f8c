import { readFileSync } from "node:fs";
import { getCACertificates, setDefaultCACertificates } from "node:tls";

const folder = new URL("../fixtures/certificates/", import.meta.url);

/** A server certificate with its key, see tests/fixtures/certificates/README.md. */
export function certificate(name: "valid" | "expired" | "early" | "other-name" | "self-signed"): {
  key: string;
  cert: string;
} {
  return { key: read(`${name}.key`), cert: read(`${name}.crt`) };
}

/** What signed them all, PEM. */
export function authorityCertificate(): string {
  return read("authority.crt");
}

/** Makes this process trust the test authority beside what it trusts already. */
export function trustTestAuthority(): void {
  setDefaultCACertificates([...getCACertificates("default"), authorityCertificate()]);
}

function read(name: string): string {
  return readFileSync(new URL(name, folder), "utf8");
}
