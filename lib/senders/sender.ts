import { type EmailProblem, validateEmail } from "#lib/addresses/email-address.ts";

/** A From identity as a person types it. */
export type SenderDraft = {
  name: string;
  email: string;
  replyTo: string | null;
  sendingServerId: string;
  /** Its mail is shared among the servers that take its domain. False unless told. */
  sharesServers?: boolean;
};

/** A key under `senders.senderProblem`. */
type SenderProblem = "nameMissing" | "nameTooLong" | "nameForbidden" | EmailProblem;
export type SenderDraftProblem = { field: "name" | "email" | "replyTo"; problem: SenderProblem };

const longestName = 100;

/**
 * Checks a From identity and normalises its addresses. A name with a line break or another control character could start a
 * header of its own, and one with `<` or `>` could pass for another address: both are refused, not mended.
 */
export function checkSender(
  draft: SenderDraft,
): { ok: true; sender: SenderDraft } | { ok: false; problems: SenderDraftProblem[] } {
  const problems: SenderDraftProblem[] = [];
  const name = draft.name.trim();
  if (name === "") problems.push({ field: "name", problem: "nameMissing" });
  else if (name.length > longestName) problems.push({ field: "name", problem: "nameTooLong" });
  else if (/[\p{Cc}\p{Zl}\p{Zp}<>]/u.test(name)) problems.push({ field: "name", problem: "nameForbidden" });
  const email = validateEmail(draft.email);
  if (!email.ok) problems.push({ field: "email", problem: email.problem });
  const replyTo = draft.replyTo?.trim() ? validateEmail(draft.replyTo) : undefined;
  if (replyTo && !replyTo.ok) problems.push({ field: "replyTo", problem: replyTo.problem });
  if (problems.length > 0 || !email.ok || (replyTo && !replyTo.ok)) return { ok: false, problems };
  return { ok: true, sender: { ...draft, name, email: email.email, replyTo: replyTo?.email ?? null } };
}
