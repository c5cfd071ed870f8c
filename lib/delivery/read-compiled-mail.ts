import { type CompiledMail, compileMail } from "#lib/mail/compile-mail.ts";
import type { MessageIdKey } from "#lib/mail/message-id.ts";
import { messageIdKeys } from "#lib/mail/message-id-key.ts";
import { fixMessageKey, readContent, type SendingCampaign } from "./campaign-store.ts";

/** What all mails of a campaign share, and the key of their Message-IDs. */
export type CampaignMail = CompiledMail & { messageIdKey: MessageIdKey };

type Kept = { mail: Promise<CampaignMail>; usedAt: number };

/** By campaign and content, the longest unused first. */
const compiled = new Map<string, Kept>();
/** A compiled mail takes a few hundred kilobytes: so many may lie about, and more only while they are in use. */
const mostIdle = 20;
/** Every campaign that is sending asks again within seconds. */
const idleAfterMilliseconds = 60_000;
/** Beyond that, compiling again costs less than the memory. */
const mostCompiled = 200;

/** A campaign's compiled mail, once per process and content. Its content does not change once it is planned. */
export function readCompiledMail(campaign: SendingCampaign): Promise<CampaignMail> {
  const key = `${campaign.id} ${campaign.contentAt.toISOString()}`;
  const known = compiled.get(key);
  compiled.delete(key);
  const mail = known?.mail ?? compile(campaign);
  const kept = { mail, usedAt: performance.now() };
  compiled.set(key, kept);
  if (!known) mail.catch(() => compiled.get(key)?.mail === mail && compiled.delete(key));
  dropIdle(kept.usedAt);
  return mail;
}

function dropIdle(now: number): void {
  for (const [key, { usedAt }] of compiled) {
    const isIdle = now - usedAt > idleAfterMilliseconds;
    if (compiled.size <= (isIdle ? mostIdle : mostCompiled)) return;
    compiled.delete(key);
  }
}

async function compile(campaign: SendingCampaign): Promise<CampaignMail> {
  const content = await readContent(campaign.id);
  const mail = compileMail({
    ...content,
    campaignId: campaign.id,
    workspaceId: campaign.workspaceId,
    campaignName: campaign.name,
  });
  return { ...mail, messageIdKey: await messageIdKeyOf(campaign.id, content.messageKey) };
}

/**
 * A retry has the Message-ID of the first attempt even where the secret was changed between them: the campaign keeps to the secret
 * that was there when it began to send, as long as there is one (docs/decisions/0035).
 */
async function messageIdKeyOf(campaignId: string, writtenDown: string | null): Promise<MessageIdKey> {
  const keys = messageIdKeys();
  const find = (id: string | null) => keys.find((key) => key.id === id);
  const known = find(writtenDown);
  if (known) return known;
  const fixed = await fixMessageKey(
    campaignId,
    keys.map(({ id }) => id),
  );
  return find(fixed) ?? keys[0];
}
