/** Characters. What servers say about a session stands at the beginning of their report. */
const longestRead = 20_000;

const postfixOrExim =
  /\b(?:in reply to|remote mail server after) (?:the )?(?:pipelined )?(?:end of )?(MAIL|RCPT|DATA)\b/i;

/**
 * Sendmail's transcript of a session. It sends DATA along with RCPT, so a reply below `>>> DATA` may be to either: what it adds
 * itself tells, "Service unavailable" if it was DATA's and "User unknown" if it was RCPT's.
 */
const sendmail =
  />>> DATA <<< (?:(?!>>>).){1,1000}?(?:(554 5\.0\.0 Service unavailable)|550 5\.1\.1 <[^>]{1,320}>\.\.\. User unknown)|>>> RCPT To:[^>]{1,320}> <<< 5/i;

/**
 * Says which command was answered, where a server that passes on another's reply tells: `(in reply to end of DATA command)`
 * of Postfix, `SMTP error from remote mail server after RCPT TO:` of Exim, the transcript of Sendmail.
 *
 * @returns `dot` for the content however far it got, undefined where nothing is told
 */
export function quotedStage(text: string): "mail" | "rcpt" | "dot" | undefined {
  const said = text.slice(0, longestRead).replace(/\s+/g, " ");
  const command = postfixOrExim.exec(said)?.[1]?.toLowerCase();
  if (command === "mail" || command === "rcpt") return command;
  if (command === "data") return "dot";
  const session = sendmail.exec(said);
  if (session === null) return undefined;
  return session[1] === undefined ? "rcpt" : "dot";
}
