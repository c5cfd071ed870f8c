import { validateEmail } from "#lib/addresses/email-address.ts";

/** A key as screens get it: everything but its private half. */
export type DkimKeyRow = {
  id: string;
  domain: string;
  selector: string;
  state: "waiting" | "active" | "retired";
  publicKey: string;
  bits: number;
  createdAt: Date;
  activatedAt: Date | null;
  retiredAt: Date | null;
};

/** What is wrong with a field: a key under `domains.keyProblem`. */
export type DkimKeyProblem = {
  field: "domain" | "selector" | "pem";
  problem:
    | "domain"
    | "selector"
    | "pemUnreadable"
    | "pemEncrypted"
    | "pemNotRsa"
    | "pemTooShort"
    | "pemTooLong";
};

/** New keys have so many bits: RFC 8301 section 3.2 advises it, and 1024 is what receivers begin to distrust. */
export const bitsOfNewKey = 2048;

/** RFC 6376 section 3.1: labels as in a host name, dots between. */
const selectorRule = /^(?=.{1,63}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/;
// RFC 1035 section 2.3.4.
const longestName = 253;

/** Checks what a person typed and brings it into one spelling: lower case, a domain of other letters as its A-label. */
export function checkDkimName(draft: {
  domain: string;
  selector: string;
}): { ok: true; domain: string; selector: string } | { ok: false; problems: DkimKeyProblem[] } {
  const problems: DkimKeyProblem[] = [];
  // A domain is what could stand after the @ of an address.
  const checked = validateEmail(`x@${draft.domain.trim().replace(/\.$/, "")}`);
  const domain = checked.ok ? checked.email.slice(2) : "";
  const selector = draft.selector.trim().toLowerCase();
  if (domain === "") problems.push({ field: "domain", problem: "domain" });
  if (!selectorRule.test(selector) || recordName({ domain, selector }).length > longestName)
    problems.push({ field: "selector", problem: "selector" });
  return problems.length > 0 ? { ok: false, problems } : { ok: true, domain, selector };
}

/** Where the record of a key stands in the DNS. */
export function recordName({ domain, selector }: { domain: string; selector: string }): string {
  return `${selector}._domainkey.${domain}`;
}

/** What the record says (RFC 6376 section 3.6.1). */
export function recordValue(publicKey: string): string {
  return `v=DKIM1; k=rsa; p=${publicKey}`;
}

/**
 * The record in the notation of a zone file: a string of a TXT record has at most 255 bytes (RFC 1035 section 3.3), so a
 * long value stands in several, which readers join without anything between (RFC 6376 section 3.6.2.2).
 */
export function recordStrings(value: string): string {
  return (value.match(/.{1,255}/g) ?? []).map((part) => `"${part}"`).join(" ");
}

/**
 * Whether what the DNS answers publishes this key. Tags may stand in any order, with white space, and `p=` may be broken
 * anywhere by it.
 *
 * @param records TXT records of the key's name, strings joined
 */
export function publishes(records: string[], publicKey: string): boolean {
  return records.some((record) => {
    const tags = new Map(
      record.split(";").map((tag) => {
        const [name = "", ...value] = tag.split("=");
        return [name.trim(), value.join("=").replace(/\s+/g, "")] as const;
      }),
    );
    const version = tags.get("v");
    return (version === undefined || version === "DKIM1") && tags.get("p") === publicKey;
  });
}

/** A domain and the names above it that a key for mail from it may belong to: relaxed alignment, but no top-level domain. */
export function signingDomains(domain: string): string[] {
  const labels = domain.toLowerCase().split(".");
  return labels.slice(0, Math.max(1, labels.length - 1)).map((_, index) => labels.slice(index).join("."));
}

/** The key that signs mail from an address: the active one of its domain, or of the nearest name above it that has one. */
export function signingKey<Key extends { domain: string; state: string }>(
  keys: readonly Key[],
  fromEmail: string,
): Key | undefined {
  return signingDomains(fromEmail.slice(fromEmail.lastIndexOf("@") + 1))
    .map((domain) => keys.find((key) => key.domain === domain && key.state === "active"))
    .find((key) => key !== undefined);
}

/** What a private key is sealed for: it opens in no other row. */
export function keyContext(keyId: string): string {
  return `dkim-key:${keyId}`;
}
