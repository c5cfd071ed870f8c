import type { ReplyRule } from "./reply-rule.ts";

/** What was sent: size, attachments, content, form; and rules of the receiving side that name neither mailbox nor sender. */
export const messageRules: readonly ReplyRule[] = [
  {
    pattern:
      /(?:message|mail|size|attachment)\b.{0,40}(?:too (?:big|large|long)|exceed(?:s|ed)?.{0,40}(?:size|limit|maximum))|size (?:limit )?exceed|exceeds? (?:the )?(?:maximum|fixed) (?:message )?size|too large|terlalu besar|zu gro(?:ß|ss)|trop (?:gros|volumineux)|^\d{3} [45]\.(?:2|3)\.[34]\b.{0,60}size|^\d{3} 5\.(?:2\.3|3\.4)\b(?!.*polic)/i,
    category: "message_too_big",
    example: "552 5.3.4 Message size exceeds fixed limit",
  },
  {
    pattern:
      /virus|malware|phish|illegal attachment|attachment.{0,40}(?:not (?:allowed|accepted)|blocked|rejected|prohibited)|executable|infected/i,
    category: "policy",
    example:
      "552 5.7.0 This message was blocked because its content presents a potential security issue: virus found",
  },
  {
    pattern:
      /spam|unsolicited|\bube\b|\buce\b|junk|suspicious|bulk mail|high(?:-| )?probability|\bcontent\b.{0,40}(?:reject|block|filter|denied|unacceptable|not accept)|(?:reject|block|filter)\w*.{0,40}\bcontent\b|blacklisted (?:url|link)|\buribl\b|\bsurbl\b|(?:url|link).{0,30}(?:blocked|listed|filter)|words? in (?:the|your) message|\(hvu:|rejected by dcc|yun-medusa|message (?:looks|scored|filtered)|(?:sensitive|forbidden) words?\b|nature of the content|\[(?:hm|cs)[0-9]{2}\]|\b(?:dt|mi):spm?b?\b/i,
    category: "spam_content",
    example: "550 5.7.1 Our system has detected that this message is likely unsolicited mail",
  },
  {
    pattern:
      /polic\w+.{0,20}\b(?:target|recipient)|envelope blocked|(?:manually|user) blocked|blocked senders|recipient address rejected: (?:ers|block|deny)-|mailbox\b.{0,40}\b(?:is restricted|access\b.{0,40}refused)|delivery (?:is )?not allowed|refused to receive|rejected by (?:the )?(?:recipient|user)|recipient(?! server).{0,40}(?:policy|refuse|not accept|only accept|blocked (?:the )?sender|restricted)|rejected by recipient|delivery restricted|restricted by policy|does not accept (?:mail|messages) from|(?:closed|restricted) (?:group|list)|not (?:allowed|authorized|permitted) to (?:send|post|mail) to/i,
    category: "recipient_policy",
    example: "550 5.7.1 The recipient only accepts mail from senders they know",
  },
  {
    pattern:
      /rfc ?-?\d{3,4}|(?:not|non)[- ]rfc|headers? (?:are|is|not|missing|invalid)|missing .{0,30}(?:header|from:|date:)|(?:from|date|message-id):? header|malformed|(?:bare|naked) (?:lf|cr)|line (?:is )?too long|headers too (?:large|long|many)|header error|\bno [\w-]{4,20} field\b|bounces are never|(?:illegal|restricted) characters|(?:does not|doesn't) (?:conform|comply)|\bmime\b|8-?bit|charset|address in from/i,
    category: "protocol",
    example: "550 5.7.1 Messages missing a valid address in From: header are not accepted",
  },
  {
    pattern:
      /syntax error|protocol (?:deviation|error)|bad sequence|too many bad commands?|(?:command|parameter)s? (?:not |un)?(?:recognized|implemented|in error)|out of order|need (?:mail|rcpt) (?:command)?/i,
    category: "protocol",
    example: "501 Syntax error in parameters or arguments",
  },
  {
    pattern:
      /polic(?:y|ies)|violat|restriction|not accepted|\bmail\b.{0,30}\bis rejected|(?:message|mail) (?:is |was |has been )?(?:not allowed|rejected|refused|blocked|denied)|administrative(?:ly)? prohibit|security (?:reason|polic)|prohibited|access denied|\[ph01\]|(?:mail|messages?) with (?:embedded |an? )?(?:attachment|image)|unacceptable|restricted attachment|invalid message content|quarantined|held for|unwanted (?:here|e-?mail|message)|will not accept delivery of this|\(mode: normal\)|(?:mail|message) (?:rejet|refus)|(?:pesan|email) ditolak|(?:nachricht|mail) (?:wurde )?abgelehnt/i,
    category: "policy",
    example: "554 5.7.9 Message not accepted for policy reasons",
  },
];
