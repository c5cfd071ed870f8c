import { GMAIL_CLIP_BYTES, TEXT_BYTES } from "#lib/liquid/content-limits.ts";
import {
  type ContentPart,
  type ContentProblem,
  inReadingOrder,
  type ProblemSeverity,
} from "#lib/liquid/content-problem.ts";
import type { LiquidKind } from "#lib/liquid/liquid-engine.ts";
import { liquidProblem } from "#lib/liquid/liquid-problem.ts";
import { checkMergeFields, mergeFieldPaths } from "#lib/liquid/merge-fields.ts";
import { parseTemplate } from "#lib/liquid/parse-template.ts";
import { type MergeScope, renderTemplate } from "#lib/liquid/render-template.ts";
import { type CompiledMjml, compileMjml } from "#lib/mjml/compile-mjml.ts";
import { textFromHtml } from "#lib/mjml/text-from-html.ts";

export type TemplateContent = {
  mjml: string;
  /** Null: the plain-text part is made from the HTML. */
  text: string | null;
  subject?: string;
  preheader?: string;
};

export type CheckedTemplate = {
  /** Errors first. With no error among them the content renders for every contact. */
  problems: ContentProblem[];
  /** Compiled, with Liquid inside; empty if it could not be compiled. */
  html: string;
  /** The plain-text part that will be sent: the author's, or the one made from the HTML. */
  text: string;
  sizeBytes: number;
};

/**
 * Finds everything that can be wrong with what is to be sent, so that nothing is left to go wrong at the send: MJML, merge
 * fields against the workspace's attributes, endless loops (by reading and by a trial with a full and an empty contact),
 * addresses, size, and a way to unsubscribe in both parts.
 *
 * @param options.compiled what the MJML compiles to, where that is known
 * @param options.purpose A campaign must hold an unsubscribe link; a template is only warned, its campaign may add it.
 */
export async function checkTemplate(
  content: TemplateContent,
  options: { attributeKeys: string[]; purpose: "template" | "campaign"; compiled?: CompiledMjml },
): Promise<CheckedTemplate> {
  const { attributeKeys } = options;
  const compiled = options.compiled ?? (await compileMjml(content.mjml));
  const text = content.text ?? textFromHtml(compiled.html);
  const parts: { part: ContentPart; source: string; kind: LiquidKind }[] = [
    { part: "mjml", source: content.mjml, kind: "html" },
    ...(content.text === null
      ? []
      : [{ part: "text" as const, source: content.text, kind: "text" as const }]),
    { part: "subject", source: content.subject ?? "", kind: "header" },
    { part: "preheader", source: content.preheader ?? "", kind: "html" },
  ];
  const liquid = parts.flatMap(({ part, source, kind }) => {
    const found = checkMergeFields(source, attributeKeys, part, kind);
    return found.length > 0 ? found : trialProblems(source, part, kind, attributeKeys);
  });
  const told = new Set(compiled.errors.map(({ line, message }) => `${line} ${message}`));
  const found = [
    ...compiled.errors,
    ...compiled.warnings,
    ...liquid.filter(({ part, line, message }) => part !== "mjml" || !told.has(`${line} ${message}`)),
    ...sizeProblems(compiled.sizeBytes, text),
  ];
  const sound = !found.some(({ severity }) => severity === "error");
  const severity = options.purpose === "campaign" ? "error" : "warning";
  const problems = sound ? [...found, ...unsubscribeProblems(compiled.html, text, severity)] : found;
  return { problems: inReadingOrder(problems), html: compiled.html, text, sizeBytes: compiled.sizeBytes };
}

const TRIAL_URL = "https://unsubscribe.invalid/trial";

/** A contact with a value for every attribute, and one with none. */
function trialScopes(attributeKeys: string[]): MergeScope[] {
  const keys = mergeFieldPaths(attributeKeys).flatMap((path) =>
    path.startsWith("contact.") ? [path.slice("contact.".length)] : [],
  );
  return [Object.fromEntries(keys.map((key) => [key, "Sample 1"])), {}].map((contact) => ({
    contact,
    unsubscribe_url: TRIAL_URL,
    preferences_url: "https://preferences.invalid/trial",
    campaign: { name: "Sample", subject: "Sample" },
  }));
}

function trialProblems(
  source: string,
  part: ContentPart,
  kind: LiquidKind,
  attributeKeys: string[],
): ContentProblem[] {
  try {
    const template = parseTemplate(source, kind);
    for (const scope of trialScopes(attributeKeys)) renderTemplate(template, scope);
    return [];
  } catch (error) {
    return [liquidProblem(error, part)];
  }
}

function sizeProblems(sizeBytes: number, text: string): ContentProblem[] {
  const problems: ContentProblem[] = [];
  if (sizeBytes > GMAIL_CLIP_BYTES) {
    problems.push({
      severity: "warning",
      part: "mjml",
      line: null,
      message: "content.problems.gmailClip",
      values: { size: sizeBytes, limit: GMAIL_CLIP_BYTES },
    });
  }
  if (Buffer.byteLength(text) > TEXT_BYTES) {
    problems.push({
      severity: "error",
      part: "text",
      line: null,
      message: "content.problems.textTooLarge",
      values: { limit: TEXT_BYTES },
    });
  }
  return problems;
}

/** Rendered and not only read: a link in a branch that is not taken is in nobody's mail. */
function unsubscribeProblems(html: string, text: string, severity: ProblemSeverity): ContentProblem[] {
  const parts = [
    { part: "mjml" as const, source: html, kind: "html" as const },
    { part: "text" as const, source: text, kind: "text" as const },
  ];
  return parts.flatMap(({ part, source, kind }) => {
    const template = parseTemplate(source, kind);
    const always = trialScopes([]).every((scope) => renderTemplate(template, scope).includes(TRIAL_URL));
    if (always) return [];
    const message =
      part === "mjml" ? "content.problems.noUnsubscribe" : "content.problems.noUnsubscribeInText";
    return [{ severity, part, line: null, message, values: {} } satisfies ContentProblem];
  });
}
