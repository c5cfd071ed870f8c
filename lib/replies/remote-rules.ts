import type { ReplyRule } from "./reply-rule.ts";

/** First contact is asked to come back, in so many words. */
export const greylistRules: readonly ReplyRule[] = [
  {
    pattern: /gr[ea]y-?\s?(?:list|defer)/i,
    category: "greylisted",
    example: "451 4.7.1 Greylisted, please try again in 300 seconds",
  },
];

/** Another try is asked for after a time, for no reason that is said: how most greylisting sounds. */
export const comeBackRules: readonly ReplyRule[] = [
  {
    pattern:
      /^4\d\d (?!4\.2\.2\b).*\b(?:try|retry|again|wait|come back|coba lagi)\b.{0,30}?\b(?:in|after|for|dalam|setelah)? ?(?:\d+\s*(?:s|m|h|detik|menit)|(?<![.\d])\d\d?:\d\d)/i,
    category: "greylisted",
    example: "450 4.2.0 Recipient address deferred, try again in 5 minutes",
  },
  {
    pattern:
      /^4\d\d .*(?:first (?:contact|time)|intentional(?:ly)? delay|unknown sender.{0,30}(?:retry|again)|not yet (?:known|whitelisted))/i,
    category: "greylisted",
    example: "451 4.7.1 First contact from this server, please try again later",
  },
];

/** The receiving side is in trouble, or asks for another try without saying why. */
export const remoteRules: readonly ReplyRule[] = [
  {
    pattern:
      /too many hops|hop count|\breceived:?'? (?:data )?headers? exceed|(?:mail|routing|forwarding) ?loop|\bloop (?:detected|back)|recipient verification (?:problem|fail|error)|looping|loops back|did not accept our requests to connect/i,
    category: "remote_trouble",
    example: "554 5.4.6 Hop count exceeded - possible mail loop",
  },
  {
    pattern:
      /insufficient (?:disk|storage|system storage|system resources)|(?:resource|service|server|system|database|mailbox|account|recipient|host).{0,40}(?:temporar|unavailable|busy|overload|congest|shutting|down|not available|not responding|too high)|temporar(?:y|ily).{0,40}(?:defer|fail|reject|error|problem|unavailable|unable|delay|local)|internal (?:server )?(?:error|resource|problem)|local error|try (?:again|later|it later)|coba lagi|sp\S{1,2}ter (?:erneut|noch)|plus tard|timed? ?out|timeout|queue|lookup fail|connection (?:reset|refused|lost|dropped)|(?:unable to|cannot|can't) (?:connect|deliver|process)|\bbusy\b|no answer|bad connection|not ready|write error|disk full|insufficient disk|config(?:uration)? (?:error|problem)|technical (?:difficult|problem)|resources|server error|system error|maildir delivery|can't open mailbox|dot-lock|command died|opening input\/output|message too old|delivery expired|4\.16\.|verification in progress|deferred|delayed/i,
    category: "remote_trouble",
    example: "451 4.3.0 Mail server temporarily rejected message",
  },
];
