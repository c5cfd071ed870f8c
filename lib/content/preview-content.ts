import { LiquidError } from "liquidjs";
import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { readAttributes } from "#lib/contacts/read-attributes.ts";
import { readContactForMerge } from "#lib/contacts/read-contact-for-merge.ts";
import type { ContentProblem } from "#lib/liquid/content-problem.ts";
import type { LiquidKind } from "#lib/liquid/liquid-engine.ts";
import { parseTemplate } from "#lib/liquid/parse-template.ts";
import { type MergeScope, renderTemplate } from "#lib/liquid/render-template.ts";
import { insertPreheader } from "#lib/mjml/insert-preheader.ts";
import { checkTemplate, type TemplateContent } from "./check-template.ts";
import { sampleScope } from "./render-sample.ts";

export type PreviewedContent = {
  /** As the contact would get it; empty as long as an error stands in the way. */
  html: string;
  text: string;
  subject: string;
  preheader: string;
  /** What the plain-text part is when it is made from the HTML, with its Liquid, to start an own one from. */
  textSource: string;
  problems: ContentProblem[];
  /** Of the compiled HTML, as it counts against Gmail's 102,400. */
  sizeBytes: number;
};

/**
 * Checks content that is being edited and renders it for a contact, or for one made up when no contact is chosen. Links to the
 * recipient's own pages lead nowhere in a preview.
 *
 * @param contactId Of the actor's workspace; one that is not there counts as none.
 */
export async function previewContent(
  actor: Actor,
  content: TemplateContent,
  { purpose, contactId }: { purpose: "template" | "campaign"; contactId: bigint | null },
): Promise<PreviewedContent> {
  requirePermission(actor, "content:read");
  const attributes = await readAttributes(actor);
  const attributeKeys = attributes.map(({ key }) => key);
  const checked = await checkTemplate(content, { attributeKeys, purpose });
  const chosen = contactId === null ? null : await readContactForMerge(actor.workspaceId, contactId);
  const sample = sampleScope(attributes);
  const scope = chosen ? { ...sample, contact: chosen } : sample;
  const render = (source: string, kind: LiquidKind) =>
    checked.problems.some(forbidsRendering) ? "" : renderOrNothing(source, kind, scope);
  const preheader = content.preheader ?? "";
  const shownPreheader = render(preheader, "header");
  const subject = render(content.subject ?? "", "header");
  scope.campaign.subject = subject;
  return {
    html: render(shownPreheader === "" ? checked.html : insertPreheader(checked.html, preheader), "html"),
    text: render(checked.text, "text"),
    subject,
    preheader: shownPreheader,
    textSource: content.text ?? checked.text,
    problems: checked.problems,
    sizeBytes: checked.sizeBytes,
  };
}

/** Faults of MJML leave something to look at. A loop without end does not, and must not be tried again. */
function forbidsRendering({ severity, message }: ContentProblem): boolean {
  return severity === "error" && ENDLESS.has(message);
}

const ENDLESS = new Set<ContentProblem["message"]>([
  "content.problems.endless",
  "content.problems.openRange",
]);

/** Empty where the Liquid is broken: the problems say where. */
function renderOrNothing(source: string, kind: LiquidKind, scope: MergeScope): string {
  try {
    return renderTemplate(parseTemplate(source, kind), scope);
  } catch (error) {
    if (LiquidError.is(error)) return "";
    throw error;
  }
}
