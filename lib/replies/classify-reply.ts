import { quotedStage } from "./quoted-stage.ts";
import {
  type ContactEffect,
  type ReplyCategory,
  type ReplyScope,
  replyCategories,
} from "./reply-category.ts";
import { replyRules } from "./reply-rules.ts";

export type ClassifiedReply = {
  category: ReplyCategory;
  scope: ReplyScope;
  /** By the class of the reply code alone: 5yz ends it, 4yz is tried again (RFC 5321 section 4.2.1). */
  permanence: "temporary" | "permanent";
  /**
   * What it does to the contact if it is the last word: only faults of the recipient or the domain do anything, and one that
   * was never more than temporary counts softly.
   */
  effect: ContactEffect;
};

/**
 * Says what a server's refusal means.
 *
 * @param reply code from 400 to 599; the enhanced code may stand at the start of the text instead; the text may have several
 *   lines, each with its codes
 */
export function classifyReply(reply: {
  replyCode: number;
  enhancedCode?: string | undefined;
  replyText: string;
  /**
   * The command that was answered; RCPT if it is absent. No word about the recipient has been said before RCPT. `untold`: a
   * report that does not tell.
   */
  stage?: "mail" | "rcpt" | "data" | "dot" | "untold" | undefined;
}): ClassifiedReply {
  const read = readReply(reply);
  const permanence = reply.replyCode >= 500 ? "permanent" : "temporary";
  const rule = replyRules.find(({ pattern }) => pattern.test(read.line));
  const matched = rule?.category ?? "unknown";
  const known = reply.stage === "untold" ? undefined : reply.stage;
  const stage = known ?? quotedStage(read.line) ?? reply.stage;
  const isAnswerToRcpt = stage === "rcpt" || (stage === undefined && !quotation.test(read.line));
  const category =
    stage === "mail"
      ? aboutTheSender(matched, permanence, read.line)
      : rule?.proof === "always"
        ? rule.category
        : believed(matched, {
            ...reply,
            codes: read.codes,
            stage,
            isPlain: rule?.proof === "at_rcpt" && isAnswerToRcpt && !filterWords.test(read.line),
          });
  const { scope, effect } = replyCategories[category];
  return {
    category,
    scope,
    permanence,
    effect: permanence === "temporary" && effect !== "none" ? "soft" : effect,
  };
}

/** Beside these, nobody can tell whether it is the address that is wrong, or for how long. */
const filterWords =
  /polic|\bblock|black|whitelist|\blisted|spam|denied|refus|filter|restrict|\ballow|accept|permi(?:t|ssion)|\bauth|credential|password|reputation|access|\bsen[dt]|outbound|outgoing|\btls\b|encrypt|quota|exceed|\blimit|\bfull\b|temporar|later|\bor\b|rejected(?!:)/i;

/** A server passes on what another one said, and perhaps not to RCPT. */
const quotation = /\bsaid: ?\d{3}\b/;

/** "550 5.1.8 domain not found" in answer to MAIL speaks of our domain, not of theirs. */
function aboutTheSender(
  category: ReplyCategory,
  permanence: ClassifiedReply["permanence"],
  line: string,
): ReplyCategory {
  const { scope } = replyCategories[category];
  const isVague = category === "unknown" || category === "policy";
  if (isVague && permanence === "permanent" && /\bsender\b/i.test(line)) return "sender_rejected";
  if (scope !== "recipient" && scope !== "domain") return category;
  return permanence === "permanent" ? "sender_rejected" : "remote_trouble";
}

/**
 * Only what nothing speaks against costs a contact. Words like "user unknown" are no proof
 * - in answer to a command that was not understood (500 to 504), though some servers say 500 and plain words;
 * - beside a code that is temporary while the reply is not, or that speaks of the content (X.6);
 * - beside a code of another kind: a policy (X.7), the server (X.3), a mailbox that is there (X.2), unless the words are plain
 *   and answer the address itself: many servers put a code of their own choice there, Sendmail 5.3.0 and Yandex 5.7.1;
 * - after the address had been taken at RCPT, or if nobody tells whether it had, unless the code says it as well: filters of
 *   recipients, of Japanese mobile networks above all, answer so to the content.
 */
function believed(
  category: ReplyCategory,
  {
    replyCode,
    codes,
    stage,
    isPlain,
  }: { replyCode: number; codes: string[]; stage: string | undefined; isPlain: boolean },
): ReplyCategory {
  if (replyCategories[category].effect !== "suppress" || replyCode < 500) return category;
  const isPlain500 = replyCode === 500 && isPlain && !codes.some((code) => /^5\.5\./.test(code));
  const isNotUnderstood = replyCode < 510 && !isPlain500;
  if (isNotUnderstood || codes.some((code) => /^4|^\d\.6\./.test(code))) return "doubtful_address";
  if (!isPlain) {
    if (codes.includes("5.2.1")) return "inactive_mailbox";
    if (codes.some((code) => /^\d\.[237]\./.test(code))) return "doubtful_address";
  }
  // Whether a domain is there is looked up before any command is given: the report of that has none to tell.
  const isTold = stage !== "untold" || category === "invalid_domain";
  const isSaidLate = stage === "data" || stage === "dot" || !isTold;
  return isSaidLate && !codes.some((code) => /^5\.[14]\./.test(code)) ? "doubtful_address" : category;
}

/** Characters. The reason stands in the first lines; what a server may send after it must not keep a worker busy. */
const longestJudged = 2_000;

/** The reply on one line for the rules, and its enhanced codes as far as they say anything. */
function readReply({ replyCode, enhancedCode, replyText }: Parameters<typeof classifyReply>[0]): {
  line: string;
  codes: string[];
} {
  const text = replyText
    .split(/\r?\n/)
    .map((line) => line.trim().replace(/^\d{3}[ ,-]+/, ""))
    .join(" ");
  const [, inText, rest = text] = /^#?([245]\.\d{1,3}\.\d{1,3})[ :-]*(.*)$/.exec(text) ?? [];
  const said = rest.slice(0, longestJudged);
  const inFront = [enhancedCode, inText].filter(saysSomething);
  // A name is no reason: neither nospam@ nor blocked@ says why.
  const nameless = said.includes("@") ? said.replace(/[^\s<>()]{1,64}@[^\s<>():;,]{1,255}/g, "") : said;
  const words = nameless.replace(/^\s*<\s*>[ :.-]*/, "");
  const enhanced = inFront[0] ?? enhancedCode ?? inText;
  const line = `${replyCode} ${enhanced ? `${enhanced} ` : ""}${words}`.replace(/\s+/g, " ").trim();
  return { line, codes: inFront.length > 0 ? inFront : quotedCodes(said) };
}

/** "5.0.0" says nothing (RFC 3463 section 3.1): a report gives it where the server's own words have more. */
function saysSomething(code: string | undefined): code is string {
  return code !== undefined && !/^[45]\.0\.0$/.test(code);
}

/** Codes that stand behind the code of a reply that is passed on, or as in "(#5.1.1)". */
function quotedCodes(text: string): string[] {
  const found = text.matchAll(/(?:#|\b[45]\d\d[ -])([45]\.\d{1,3}\.\d{1,3})(?![.\d])/g);
  return [...found].map(([, code]) => code).filter(saysSomething);
}
