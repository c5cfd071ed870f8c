/**
 * What a previewed mail may load: pictures, nothing else. No script, font, frame or style sheet of another host, whatever the
 * mail names; the frame's sandbox forbids scripts besides.
 */
const POLICY = "default-src 'none'; img-src https: http: data:; style-src 'unsafe-inline'";

/** Links open nothing: a new window is what they ask for, and the sandbox allows none. */
const HEAD = `<meta http-equiv="Content-Security-Policy" content="${POLICY}"><base target="_blank">`;

/** The document for a preview's frame: the mail with its policy, shown as a reader with or without dark mode sees it. */
export function previewDocument(html: string, isDark: boolean): string {
  // A condition that always or never holds: the reader's theme is chosen here, not by the theme of the machine.
  const themed = html.replace(/\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)/gi, (_, scheme: string) =>
    (scheme.toLowerCase() === "dark") === isDark ? "(min-width: 0px)" : "(max-width: 0px)",
  );
  const head = /<head\b[^>]*>/i.exec(themed);
  if (!head) return HEAD + themed;
  const at = head.index + head[0].length;
  return themed.slice(0, at) + HEAD + themed.slice(at);
}
