import { type CompiledMail, compileMail } from "#lib/mail/compile-mail.ts";
import { type CampaignContentRow, readContent, type SendingCampaign } from "./campaign-store.ts";

const compiled = new Map<string, Promise<CompiledMail>>();
/** A compiled mail takes a few hundred kilobytes. */
const mostCompiled = 20;

/** A campaign's compiled mail, once per process and content. Its content does not change once it is planned. */
export function readCompiledMail(campaign: SendingCampaign): Promise<CompiledMail> {
  const key = `${campaign.id} ${campaign.contentAt.toISOString()}`;
  const known = compiled.get(key);
  if (known) return known;
  const made = readContent(campaign.id).then((content) => compile(campaign, content));
  compiled.set(key, made);
  made.catch(() => compiled.delete(key));
  if (compiled.size > mostCompiled) compiled.delete(compiled.keys().next().value ?? "");
  return made;
}

function compile(campaign: SendingCampaign, content: CampaignContentRow): CompiledMail {
  return compileMail({
    ...content,
    campaignId: campaign.id,
    workspaceId: campaign.workspaceId,
    campaignName: campaign.name,
  });
}
