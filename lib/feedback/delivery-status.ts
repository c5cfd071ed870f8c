import { printable } from "#lib/smtp/smtp-outcome.ts";

/** What a report says about one recipient (RFC 3464 section 2.3). */
export type RecipientStatus = {
  action: "failed" | "delayed" | "delivered" | "relayed" | "expanded" | "unknown";
  /** The mailbox that it speaks of. */
  finalRecipient: string | null;
  /** The address as its sender gave it, before any forwarding. */
  originalRecipient: string | null;
  /** RFC 3463, such as `5.1.1`. */
  enhancedCode: string | null;
  /** The SMTP reply code in the server's words, or the one that the class of the status stands for. */
  replyCode: number;
  /** The server's own words. */
  replyText: string;
};

const actions = ["failed", "delayed", "delivered", "relayed", "expanded"] as const;

/**
 * Reads the body of a `message/delivery-status` part: one block of fields about the message, then one per recipient. Lines
 * that begin with a space continue the field before them.
 */
export function parseDeliveryStatus(body: string): RecipientStatus[] {
  return body
    .replace(/\r\n?/g, "\n")
    .split(/\n[ \t]*\n/)
    .map(readFields)
    .filter((fields) => fields.has("action") || fields.has("final-recipient"))
    .map(readRecipient);
}

function readFields(block: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of block.replace(/\n[ \t]+/g, " ").split("\n")) {
    const [, name, value] = /^([\w-]+):[ \t]*(.*)$/.exec(line) ?? [];
    if (name && value !== undefined && !fields.has(name.toLowerCase()))
      fields.set(name.toLowerCase(), value.trim());
  }
  return fields;
}

function readRecipient(fields: Map<string, string>): RecipientStatus {
  const said = fields.get("action")?.toLowerCase() ?? "";
  const enhancedCode = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(fields.get("status") ?? "")?.[0] ?? null;
  // A stranger's words, like a reply in a session: no NUL or other control character reaches a row or the log.
  const replyText = printable(afterType(fields.get("diagnostic-code")) ?? "");
  const spoken = /^\s*([45]\d\d)\b/.exec(replyText)?.[1];
  return {
    action: actions.find((action) => said.startsWith(action)) ?? "unknown",
    finalRecipient: addressIn(fields.get("final-recipient")),
    originalRecipient: addressIn(fields.get("original-recipient")),
    enhancedCode,
    replyCode: spoken ? Number(spoken) : enhancedCode?.startsWith("4") ? 450 : 550,
    replyText: replyText || `Status ${enhancedCode ?? "not given"}`,
  };
}

/** `smtp; 550 no such user` and `rfc822; budi@example.com`: what stands behind the type. */
function afterType(value: string | undefined): string | undefined {
  return value?.replace(/^[\w.-]+\s*;\s*/, "").trim() || undefined;
}

/** An address; what is none (`local; budi`, X.400) names nobody. */
function addressIn(value: string | undefined): string | null {
  const named = afterType(value)?.replace(/^<(.*)>$/, "$1");
  return named?.includes("@") ? named : null;
}
