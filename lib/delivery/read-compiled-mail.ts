import { type CompiledMail, compileMail } from "#lib/mail/compile-mail.ts";
import { type CampaignContentRow, readContent, type SendingCampaign } from "./campaign-store.ts";

type Kept = { mail: Promise<CompiledMail>; usedAt: number };

/** By campaign and content, the longest unused first. */
const compiled = new Map<string, Kept>();
/** A compiled mail takes a few hundred kilobytes: so many may lie about, and more only while they are in use. */
const mostIdle = 20;
/** Every campaign that is sending asks again within seconds. */
const idleAfterMilliseconds = 60_000;
/** Beyond that, compiling again costs less than the memory. */
const mostCompiled = 200;

/** A campaign's compiled mail, once per process and content. Its content does not change once it is planned. */
export function readCompiledMail(campaign: SendingCampaign): Promise<CompiledMail> {
  const key = `${campaign.id} ${campaign.contentAt.toISOString()}`;
  const known = compiled.get(key);
  compiled.delete(key);
  const mail = known?.mail ?? readContent(campaign.id).then((content) => compile(campaign, content));
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

function compile(campaign: SendingCampaign, content: CampaignContentRow): CompiledMail {
  return compileMail({
    ...content,
    campaignId: campaign.id,
    workspaceId: campaign.workspaceId,
    campaignName: campaign.name,
  });
}
