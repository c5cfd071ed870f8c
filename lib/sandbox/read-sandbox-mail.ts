import PostalMime from "postal-mime";
import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { selectCaughtMail } from "./sandbox-store.ts";

export type SandboxMailView = {
  id: string;
  receivedAt: Date;
  envelopeFrom: string;
  recipient: string;
  subject: string;
  headers: { name: string; value: string }[];
  /** As in the mail: to be shown in a sandboxed frame only. */
  html: string | null;
  text: string | null;
  attachments: { name: string; type: string; bytes: number }[];
  sizeBytes: number;
  /** The message as it came over the wire. */
  raw: string;
};

/**
 * A caught mail taken apart.
 *
 * @param id a decimal string
 * @returns null when the workspace has no such mail
 */
export async function readSandboxMail(actor: Actor, id: string): Promise<SandboxMailView | null> {
  requirePermission(actor, "senders:read");
  if (!/^\d{1,18}$/.test(id)) return null;
  const mail = await selectCaughtMail(actor.workspaceId, BigInt(id));
  if (!mail) return null;
  const { raw, ...facts } = mail;
  const parsed = await PostalMime.parse(raw);
  return {
    ...facts,
    headers: parsed.headers.map(({ originalKey, value }) => ({ name: originalKey, value })),
    html: parsed.html ?? null,
    text: parsed.text ?? null,
    attachments: parsed.attachments.map(({ filename, mimeType, content }) => ({
      name: filename ?? "",
      type: mimeType,
      bytes: typeof content === "string" ? content.length : content.byteLength,
    })),
    sizeBytes: raw.length,
    raw: raw.toString("utf8"),
  };
}
