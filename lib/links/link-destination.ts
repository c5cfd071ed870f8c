const hole = /\{\{-?([\s\S]*?)-?\}\}/g;

/**
 * A merge field of the recipient or the campaign with literal filter arguments only. Anything else (a loop's variable, an
 * assigned name, a tag) has no meaning at click time, when the mail around it is gone.
 */
const mergeField =
  /^\s*(?:contact|campaign)(?:\.\w+)+\s*(?:\|\s*\w+\s*(?::\s*(?:"[^"]*"|'[^']*'|-?[\d.]+)\s*(?:,\s*(?:"[^"]*"|'[^']*'|-?[\d.]+)\s*)*)?)*$/;

/**
 * Whether an address can be followed through us: http or https, scheme and host fixed, no user name in it, no control
 * character, merge fields only after the host.
 *
 * @returns the address as it is stored, or null: then the mail carries it as it stands and nobody counts it
 */
export function readDestination(address: string): string | null {
  const text = address.trim();
  const origin = /^https?:\/\/[^/?#\s{}\\]+(?=[/?#]|$)/i.exec(text)?.[0];
  if (origin === undefined || origin.includes("@") || text.length > 4_000) return null;
  if (/[\p{Cc}\p{Cs}]/u.test(text) || text.includes("{%")) return null;
  for (const [, expression = ""] of text.matchAll(hole)) if (!mergeField.test(expression)) return null;
  const plain = text.replace(hole, "x");
  if (/\{\{|\}\}|\s|\\/.test(plain) || !URL.canParse(plain)) return null;
  return text;
}

/** Whether the recipient has to be known to follow it. */
export function hasMergeFields(destination: string): boolean {
  return destination.includes("{{");
}

/**
 * The address for one recipient. Each merge field is rendered alone and percent-encoded, so that no value can end the path,
 * begin another parameter or lead to another host.
 *
 * @param render gives the text of one `{{ ... }}`
 * @returns null when what results is no address on the destination's own origin
 */
export function fillDestination(destination: string, render: (field: string) => string): string | null {
  const filled = destination.replace(hole, (field, expression: string) => {
    const value = render(field).toWellFormed();
    return /\|\s*url_(?:en|de)code\s*$/.test(expression)
      ? encodeURI(value).replace(/%25/g, "%")
      : encodeURIComponent(value);
  });
  if (!URL.canParse(filled)) return null;
  const url = new URL(filled);
  return url.origin === new URL(destination.replace(hole, "x")).origin ? url.href : null;
}
