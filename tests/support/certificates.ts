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

/** Makes this process trust the test authority beside what it trusts already. */
export function trustTestAuthority(): void {
  setDefaultCACertificates([...getCACertificates("default"), read("authority.crt")]);
}

function read(name: string): string {
  return readFileSync(new URL(name, folder), "utf8");
}
