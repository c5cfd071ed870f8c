import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";

/** A key under `senders.serverProblem`. */
export type CertificateProblem = {
  field: "clientCertificate" | "clientKey" | "certificateAuthority";
  problem:
    | "certificateUnreadable"
    | "certificateExpired"
    | "certificateNotYetValid"
    | "clientKeyMissing"
    | "clientKeyUnreadable"
    | "clientKeyEncrypted"
    | "clientKeyOther"
    | "certificateTooLong";
};

/** A chain of a few certificates; more is a whole system's store, which the machine has already. */
const mostCharacters = 100_000;
const certificateBlock = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * What is wrong with the certificate that is shown to a server, and its key.
 *
 * @param certificate PEM, the server's own first, then what signed it; null: none is shown
 * @param key PEM; null where there is none
 */
export function clientCertificateProblems(
  certificate: string | null,
  key: string | null,
  now: Date,
): CertificateProblem[] {
  if (certificate === null) return [];
  const parsed = readCertificates(certificate);
  if ("problem" in parsed) return [{ field: "clientCertificate", problem: parsed.problem }];
  const [own] = parsed.certificates;
  if (!own) return [{ field: "clientCertificate", problem: "certificateUnreadable" }];
  if (own.validToDate < now) return [{ field: "clientCertificate", problem: "certificateExpired" }];
  if (own.validFromDate > now) return [{ field: "clientCertificate", problem: "certificateNotYetValid" }];
  if (key === null) return [{ field: "clientKey", problem: "clientKeyMissing" }];
  let privateKey: KeyObject;
  try {
    privateKey = createPrivateKey(key);
  } catch {
    const isEncrypted = /BEGIN ENCRYPTED|ENCRYPTED$/m.test(key);
    return [{ field: "clientKey", problem: isEncrypted ? "clientKeyEncrypted" : "clientKeyUnreadable" }];
  }
  return own.checkPrivateKey(privateKey) ? [] : [{ field: "clientKey", problem: "clientKeyOther" }];
}

/** What is wrong with certificates that are to be trusted, PEM; a server's own self-signed one is fine. */
export function authorityProblems(authority: string | null, now: Date): CertificateProblem[] {
  if (authority === null) return [];
  const parsed = readCertificates(authority);
  if ("problem" in parsed) return [{ field: "certificateAuthority", problem: parsed.problem }];
  return parsed.certificates.every(({ validToDate }) => validToDate < now)
    ? [{ field: "certificateAuthority", problem: "certificateExpired" }]
    : [];
}

function readCertificates(
  pem: string,
): { certificates: X509Certificate[] } | { problem: "certificateUnreadable" | "certificateTooLong" } {
  if (pem.length > mostCharacters) return { problem: "certificateTooLong" };
  const blocks = pem.match(certificateBlock) ?? [];
  // A cut-off block, or a key among the certificates, which would then be kept readable.
  if (blocks.length === 0 || pem.replace(certificateBlock, "").includes("-----"))
    return { problem: "certificateUnreadable" };
  try {
    return { certificates: blocks.map((block) => new X509Certificate(block)) };
  } catch {
    return { problem: "certificateUnreadable" };
  }
}
