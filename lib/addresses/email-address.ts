import { domainToASCII } from "node:url";

/** Why text is not an address that mail can go to: a key under `contacts.emailProblem`. */
export type EmailProblem = "missing" | "tooLong" | "notAnAddress" | "localPartNotAscii" | "domain";
export type EmailCheck = { ok: true; email: string } | { ok: false; problem: EmailProblem };

// RFC 5321 sections 4.5.3.1.1 and 4.5.3.1.3: 64 octets before the @; 256 for a path, whose two brackets are not ours.
const longestLocalPart = 64;
const longestAddress = 254;
// RFC 1035 section 2.3.4: a name is at most 253 characters without its last dot, a label 63.
const longestDomain = 253;

/** The local part that the HTML standard's `<input type=email>` accepts (section "valid e-mail address"). */
const localPartRule = /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]+$/;
const labelRule = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
/** What hides in copied text: zero-width characters, the soft hyphen and direction marks. */
const invisible = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\uFEFF]/g;

/**
 * The one spelling by which contacts are told apart: no invisible characters, trimmed, lower case, a domain in other
 * scripts as its A-label (RFC 5890). Says nothing about whether it is an address.
 */
export function normaliseEmail(text: string): string {
  const email = text.replace(invisible, "").trim().toLowerCase();
  const at = email.lastIndexOf("@");
  if (at < 0) return email;
  const domain = email.slice(at + 1);
  if (/^\p{ASCII}*$/u.test(domain)) return email;
  const ascii = domainToASCII(domain);
  return ascii === "" ? email : `${email.slice(0, at)}@${ascii}`;
}

/**
 * Normalises and checks an address: the HTML standard's rule, and what that rule lets through although no mail server
 * would take it: lengths, dots at an end or in a row, a domain of one label, a numeric top-level domain. Addresses with
 * letters outside ASCII before the @ need SMTPUTF8 (RFC 6531) all the way and are refused.
 */
export function validateEmail(text: string): EmailCheck {
  const email = normaliseEmail(text);
  if (email === "") return { ok: false, problem: "missing" };
  const at = email.indexOf("@");
  if (at < 1 || at !== email.lastIndexOf("@")) return { ok: false, problem: "notAnAddress" };
  const localPart = email.slice(0, at);
  const domain = email.slice(at + 1);
  if (localPart.length > longestLocalPart || email.length > longestAddress || domain.length > longestDomain)
    return { ok: false, problem: "tooLong" };
  if (/\P{ASCII}/u.test(localPart)) return { ok: false, problem: "localPartNotAscii" };
  if (!localPartRule.test(localPart)) return { ok: false, problem: "notAnAddress" };
  if (localPart.startsWith(".") || localPart.endsWith(".") || localPart.includes(".."))
    return { ok: false, problem: "notAnAddress" };
  if (!isMailDomain(domain)) return { ok: false, problem: "domain" };
  return { ok: true, email };
}

function isMailDomain(domain: string): boolean {
  const labels = domain.split(".");
  const last = labels.at(-1) ?? "";
  return (
    labels.length >= 2 &&
    labels.every((label) => labelRule.test(label)) &&
    /[a-z]/.test(last) &&
    last.length >= 2
  );
}
