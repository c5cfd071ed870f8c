import { codeRules } from "./code-rules.ts";
import { domainRules } from "./domain-rules.ts";
import { lastRules } from "./last-rules.ts";
import { messageRules } from "./message-rules.ts";
import { recipientRateRules, recipientRules } from "./recipient-rules.ts";
import { comeBackRules, greylistRules, remoteRules } from "./remote-rules.ts";
import type { ReplyRule } from "./reply-rule.ts";
import { senderRules } from "./sender-rules.ts";
import { setUpRules } from "./set-up-rules.ts";

/** Long explanations and closed groups, whose words sound like something else further down. */
const misleadingRules: readonly ReplyRule[] = [
  {
    // The server could not ask the one behind it.
    pattern:
      /no answer from|lost connection with|organization queue quota|verification in progress|conversation with \S{1,100} timed out/i,
    category: "remote_trouble",
    example:
      "450 4.1.1 Recipient address rejected: unverified address: lost connection with mx.example.org while sending RCPT TO",
  },
  {
    // An address of ours that is shut out, for reasons that sound like our pace.
    pattern: /^5\d\d .*\bhas been (?:temporarily )?blocked\b.{0,120}\b(?:spam|invalid recipients)/i,
    category: "block_reputation",
    example: "554 192.0.2.10 has been temporarily blocked for sending too many messages judged to be spam",
  },
  {
    // Several causes in one breath, so none is known.
    pattern:
      /^(?!.*(?:\bsender|dns check)).*(?:(?:account|mailbox|recipient|user|address|domain|group)\b.{0,40}\b(?:may|might) (?:not exist|contain)\b|\b(?:unknown|unavailable|not exist|not found|invalid)\b.{0,20}\bor\b.{0,40}(?:denied|refuse|block|reject|polic|spam|\bfull\b)|unknown\b.{0,10}\bor not\b|(?:unbekannt|inconnu|sconosciut|descon[ho]\S{0,2}cid|tidak dikenal)\S*.{0,10}\b(?:o|oder|ou|atau)\b)/i,
    category: "doubtful_address",
    example:
      "550 The mail server could not deliver mail. The account or domain may not exist, they may be blacklisted, or missing the proper dns entries",
  },
  {
    pattern:
      /(?:rejected|blocked|refused) (?:due to|because of|as|for) (?:a )?spam\b|(?:detected|classified|flagged|tagged|marked) as (?:a )?spam\b(?!.*reputation)|spam (?:or virus )?classification|black-? ?listed (?:url|link)/i,
    category: "spam_content",
    example:
      "550 Your email to group staff@example.org was rejected due to spam classification. Set up SPF records for your domain",
  },
  {
    // The transcript of a question back about our address, which quotes what its server said.
    pattern: /postmaster verification failed|sender verify failed/i,
    category: "sender_rejected",
    example: "550 Response: 550 <postmaster@example.com>: User unknown 550 Sender verify failed",
  },
  {
    pattern:
      /(?:to|for) (?:the )?(?:recipient )?group\b|members only|senderauthenticationrequired|^\d{3} 5\.7\.1(?:2|24|29|33|34|35|36)\b/i,
    category: "recipient_policy",
    example:
      "550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; not authorized to send to the recipient group",
  },
  {
    pattern:
      /rst\.notauthorized|not subscribed to|private list|(?:receiver|recipient|user) denied your|(?:in|on) (?:the )?approved list|(?:recipient|receiver|addressee|user)\b.{0,15}\b(?:doesn't|don't|does not|do not) want|(?:user|recipient)'s (?:reject|block|black|deny) ?list|mailbox access\b.{0,40}\brefused|(?:mailbox|recipient|addressee|user) (?:is )?not accepting (?:e?-?mails?|messages?) from|(?:accepts?|receives?|rejects?(?!.*\blisted)) (?:only )?(?:(?:e-?)?mails?|messages?) (?:only )?from|(?:recipient|user|addressee|owner)\b.{0,30}\b(?:has|have) blocked|(?<!\b(?:ip|host|server)(?: address)?(?: is)? )(?:blocked|blacklisted) by (?:the )?(?:recipient|user)\b(?!'s (?:server|network))/i,
    category: "recipient_policy",
    example: "550 Recipient does not accept mail from unknown user",
  },
  {
    // RFC 7505, in words: a domain that says of itself that it takes no mail. Its code 5.7.27 is for the sender's.
    pattern:
      /^(?!.*\bsender\b).*(?:(?:host|domain) (?:does not|doesn't) accept (?:any )?(?:e-?)?mail(?! from)|null ?mx|no mail hosts for domain)/i,
    category: "invalid_domain",
    example: "556 5.1.10 Host does not accept mail",
    proof: "always",
  },
  {
    // Postfix says it of RCPT only, with 5.7.1 where whoever wrote the table gave no code.
    pattern:
      /recipient address rejected: (?:undeliverable address: )?(?:(?:host .{1,80}said: )?[45\d. <>:-]*)(?:user (?:is )?unknown|unknown user|no such (?:user|mailbox|recipient)|mailbox (?:not found|does not exist))/i,
    category: "invalid_recipient",
    example:
      "554 5.7.1 <siti@example.org>: Recipient address rejected: User unknown in relay recipient table",
    proof: "always",
  },
];

/**
 * What servers mean by their words, by whose fault it is. The first rule that matches decides, so the particular stands before
 * the general: words before enhanced codes, and both before bare reply codes. Servers misuse the codes far more than the words
 * (of 608 real bounces, "5.1.x" alone finds a third of the dead mailboxes), hence the many texts. What is on our side stands
 * before what is on theirs: a text that blames both must not cost a contact.
 */
export const replyRules: readonly ReplyRule[] = [
  ...setUpRules,
  ...misleadingRules,
  ...greylistRules,
  ...recipientRateRules,
  ...senderRules,
  ...recipientRules,
  ...domainRules,
  ...comeBackRules,
  ...messageRules,
  ...remoteRules,
  ...lastRules,
  ...codeRules,
];
