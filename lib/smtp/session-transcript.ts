import type { TranscriptLine } from "./session-failure.ts";

const hidden = "••••••";
const mostLines = 200;

/**
 * A session as it may be shown to a person: what follows AUTH and what answers a challenge is replaced, and so is the
 * password in any spelling a server could echo it in. Replies of several lines stay together.
 *
 * @param secrets the password, and whatever else must not be seen
 */
export function shownTranscript(lines: TranscriptLine[], secrets: string[]): TranscriptLine[] {
  const spellings = secrets
    .filter((secret) => secret !== "")
    .flatMap((secret) => [
      secret,
      Buffer.from(secret).toString("base64"),
      Buffer.from(secret).toString("base64url"),
    ]);
  let challenged = false;
  return lines.slice(0, mostLines).map(({ from, text }) => {
    let shown = text;
    if (from === "client") {
      shown = challenged ? hidden : text.replace(/^(AUTH \S+) .*/is, `$1 ${hidden}`);
    }
    challenged = from === "server" && /^334[ -]/.test(text);
    for (const spelling of spellings) shown = shown.replaceAll(spelling, hidden);
    return { from, text: shown };
  });
}
