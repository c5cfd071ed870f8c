import { readDestination } from "./link-destination.ts";

export type RewrittenLinks = {
  html: string;
  text: string;
  /** The destinations; a link's position is its index. The same address is one link, wherever it stands. */
  links: string[];
};

/** Elements whose `href` a person can follow; Outlook draws buttons with VML, inside conditional comments. */
const followable = /<(?:a|area|v:\w+)(?=[\s/])/gi;

/** Liquid counts as one piece: it may hold quotes, brackets and spaces of its own. */
/** No real tag is longer, and a tag that is never closed must not cost a walk through the whole mail. */
const longestTag = 8_192;

const liquid = String.raw`\{\{(?:(?!\}\})[\s\S])*\}\}|\{%(?:(?!%\})[\s\S])*%\}`;
const attribute = new RegExp(
  String.raw`\s*([^\s=>/"']+)(?:\s*=\s*(?:"((?:${liquid}|(?!\{[{%])[^"])*)"|'((?:${liquid}|(?!\{[{%])[^'])*)'|((?:${liquid}|(?!\{[{%])[^\s>"'])+)))?|\s*\/(?!>)|\s*["']`,
  "y",
);

const bareAddress = /https?:\/\/(?:\{\{(?:(?!\}\})[\s\S])*\}\}|[^\s<>"'{}])+/gi;

/**
 * Replaces every address that can be followed through us by a slot `{{ kurir.link[N] }}`: `href` in the HTML, bare addresses
 * in the plain text. Done once per campaign. Untouched stay `mailto:`, `tel:`, anchors, addresses that are merge fields as a
 * whole (unsubscribe, preferences) and those that readDestination refuses.
 *
 * @param html compiled mail, Liquid still inside
 * @param text its plain-text part, Liquid still inside
 */
export function rewriteLinks(html: string, text: string): RewrittenLinks {
  const links: string[] = [];
  const slot = (address: string): string | null => {
    const destination = readDestination(address);
    if (destination === null) return null;
    const known = links.indexOf(destination);
    return `{{ kurir.link[${known === -1 ? links.push(destination) - 1 : known}] }}`;
  };
  return { html: rewriteHtml(html, slot), text: rewriteText(text, slot), links };
}

function rewriteHtml(html: string, slot: (address: string) => string | null): string {
  let result = "";
  let copied = 0;
  for (const { index, 0: tag } of html.matchAll(followable)) {
    const start = index + tag.length;
    if (start < copied) continue;
    const href = findHref(html.slice(start, start + longestTag));
    const replacement = href && slot(decodeEntities(href.value));
    if (!href || !replacement) continue;
    result += `${html.slice(copied, start + href.start)}"${replacement}"`;
    copied = start + href.end;
  }
  return result + html.slice(copied);
}

/** Where the value of `href` stands in what follows a tag's name, quotes included. */
function findHref(attributes: string): { value: string; start: number; end: number } | null {
  attribute.lastIndex = 0;
  for (let match = attribute.exec(attributes); match; match = attribute.exec(attributes)) {
    const [whole, name, double, single, bare] = match;
    if (name?.startsWith("<")) return null;
    const value = double ?? single ?? bare;
    if (name?.toLowerCase() === "href" && value !== undefined) {
      const end = match.index + whole.length;
      return { value, start: end - value.length - (bare === undefined ? 2 : 0), end };
    }
    if (whole === "") return null;
  }
  return null;
}

function rewriteText(text: string, slot: (address: string) => string | null): string {
  return text.replace(bareAddress, (found) => {
    const address = trimPunctuation(found);
    const replacement = slot(address);
    return replacement === null ? found : replacement + found.slice(address.length);
  });
}

/** A sentence's full stop or closing bracket does not belong to the address before it, unless it opened inside. */
function trimPunctuation(address: string): string {
  let end = address.length;
  while (end > 0) {
    const last = address[end - 1] ?? "";
    const kept = address.slice(0, end);
    if (".,;:!?*_".includes(last)) end -= 1;
    else if (last === ")" && kept.split("(").length < kept.split(")").length) end -= 1;
    else if (last === "]" && kept.split("[").length < kept.split("]").length) end -= 1;
    else break;
  }
  return address.slice(0, end);
}

const entities: Record<string, string> = { amp: "&", quot: '"', apos: "'", lt: "<", gt: ">", nbsp: "\u00a0" };

function decodeEntities(value: string): string {
  return value.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));/gi, (whole, decimal, hex, name) => {
    if (name) return entities[name] ?? whole;
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
