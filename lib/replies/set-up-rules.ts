import type { ReplyRule } from "./reply-rule.ts";

/** The sending server says no to us, whoever the recipient is: our account there, relaying, encryption, sign-in, sender. */
export const setUpRules: readonly ReplyRule[] = [
  // Our own account at the relay: closed to everybody, or used up for today. It sounds like a recipient's mailbox.
  {
    pattern:
      /\byour (?:(?:e-?mail |mail |smtp |hosting )?(?:account|service|subscription|plan|access)|(?:e-?mail )?sending)\b.{0,60}(?:suspend|disabled|locked|blocked|terminated|closed|paused|deactivated|expired)|sending (?:is |has been |was )?(?:temporarily )?(?:disabled|suspended|paused|blocked) for (?:this|your)|outgoing (?:e-?)?mail.{0,40}(?:suspended|disabled)|sending (?:for|from) (?:this|your) (?:account|mailbox|user|domain) is|bad outbound sender|sending account has been banned|\b5\.7\.(?:50[1-3]|70[58]|750)\b|akun anda.{0,40}(?:ditangguhkan|dinonaktifkan|diblokir)/i,
    category: "server_refuses",
    example: "554 5.7.1 Your account has been suspended from sending, contact support",
  },
  {
    pattern:
      /^(?!.*\brecipient's\b)(?!.*\btrying to (?:contact|reach)\b).*(?:\b(?:daily|monthly|per (?:day|month)|24.hours?)\b.{0,40}(?:limit|quota|allowance|maximum)|(?:limit|quota|allowance|maximum).{0,40}\b(?:per|each|this) (?:day|month)\b|out of (?:e-?mail )?credits|\byour sending (?:limit|quota)|exceeded the max (?:e-?mails|defers)|limit on the number of (?:allowed )?outgoing|\b5\.1\.90\b)/i,
    category: "server_quota",
    example: "550 5.4.5 Daily user sending limit exceeded",
  },
  {
    pattern:
      /relay(?:ing)?\s+(?:(?:is|are|access|e?-?mail|operation|to \S{1,100})\s+){0,4}(?:denied|refused|rejected|disallowed|disabled|not (?:permitted|allowed)|prohibited)\b(?!.*(?:spammer|blacklist))|unauthorized relay|rejected relay|\b(?:no|not|den(?:y|ies)|refuses?|longer|cannot)\b[^.;:]{0,25}\b(?<!open )relay(?!=| (?:recipient|user|table|map)|.{0,60}(?:later|temporar|again))|relaying\) is not|\brelay of (?:e?-?mail|messages?) (?:is )?(?:not|denied)|as a relay, but|not local host|(?:don't|do not) (?:handle|accept) mail for|unable to relay|relay not permitted|(?:not permitted|isn't allowed) to relay|we do not relay|rcpthosts|relay(?:ing)? (?:ditolak|tidak diizinkan)|local user only|may not use (?:this|our) server|smtp mx only/i,
    category: "relay_denied",
    example: "554 5.7.1 <siti@example.org>: Relay access denied",
  },
  // Google's, said to the server that hands our mail on: before those that speak of our own connection to it.
  {
    pattern:
      /^\d{3} [45]\.7\.29\b|\bnot (?:been )?(?:sent|transmitted|delivered) (?:over|using|via) (?:a |an )?(?:tls|encrypted|secure)\b/i,
    category: "encryption_demanded",
    example: "550 5.7.29 This email has been blocked because it was not sent over a TLS connection",
  },
  {
    pattern:
      /must issue a starttls|starttls (?:first|is required)|(?:encryption|tls) (?:is )?required|^523 |^538 /i,
    category: "encryption_failed",
    example: "530 5.7.0 Must issue a STARTTLS command first",
  },
  {
    pattern:
      /authentication (?:is )?required|unauthenticated (?:users?|senders?|clients?) (?:(?:are|is) )?not (?:allowed|permitted|accepted)|requires authentication|only allowed with authentication|receive your mail before sending|must (?:be )?(?:authenticate|log ?in)|auth(?:entication)? first|turn on smtp authentication|client (?:was|is) not authenticated|^530 5\.7\.(?:0|57)\b/i,
    category: "sign_in_refused",
    example: "530 5.7.0 Authentication required",
  },
  {
    pattern:
      /authentication (?:credentials )?(?:failed|invalid|unsuccessful)|\bauth failed|\bfail(?:ed)? authentication|username and password not accepted|^535|^534/i,
    category: "sign_in_refused",
    example: "535 5.7.8 Username and Password not accepted",
  },
  {
    pattern:
      /^(?!.*(?:dnsbl|\brbl\b|blacklist|spamhaus)).*\bsender (?:address )?(?:rejected|denied|not allowed|refused|is rejected|is not (?:verified|owned))|not (?:owned by|allowed to send as|authorized to send (?:on behalf|as|from))|email address is not verified|sender identity|from address (?:is )?not (?:verified|allowed)|sendasdenied|permissions? to send as|can ?not send (?:e-?mails?|messages?) (?:from|as)\b|mail from .{0,80}not allowed - not (?:verified|owned)|sendersnotallowed|must be (?:the )?same as auth|not authorized to perform .?ses:|(?:expéditeur|absender|pengirim(?!an))\S* (?:refus|rejet|abgelehnt|ungültig|ditolak|tidak diizinkan)/i,
    category: "sender_rejected",
    example: "553 5.7.1 <promo@example.com>: Sender address rejected: not owned by user kurir",
  },
];
