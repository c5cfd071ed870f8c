import type { ReplyCategory } from "./reply-category.ts";

export type ReplyRule = {
  /** Matched against `CODE ENHANCED text` on one line, without regard to case. */
  pattern: RegExp;
  category: ReplyCategory;
  /** A reply that real servers give, or close to it: each is tested against the whole list. */
  example: string;
};

/**
 * What servers mean by their words. The first rule that matches decides, so the particular stands before the general: words
 * before enhanced codes, and both before bare reply codes. Servers misuse the codes far more than the words (of 608 real
 * bounces, "5.1.x" alone finds a third of the dead mailboxes), hence the many texts.
 */
export const replyRules: readonly ReplyRule[] = [
  // Our own account at the relay: closed to everybody, or used up for today. It sounds like a recipient's mailbox.
  {
    pattern:
      /\byour (?:(?:e-?mail |mail |smtp |hosting )?(?:account|service|subscription|plan|access)|(?:e-?mail )?sending)\b.{0,60}(?:suspend|disabled|locked|blocked|terminated|closed|paused|deactivated|expired)|sending (?:is |has been |was )?(?:temporarily )?(?:disabled|suspended|paused|blocked) for (?:this|your)|outgoing (?:e-?)?mail.{0,40}(?:suspended|disabled)/i,
    category: "server_refuses",
    example: "554 5.7.1 Your account has been suspended from sending, contact support",
  },
  {
    pattern:
      /^(?!.*\brecipient's\b)(?!.*\btrying to (?:contact|reach)\b).*(?:\b(?:daily|monthly|per (?:day|month)|24.hours?)\b.{0,40}(?:limit|quota|allowance|maximum)|(?:limit|quota|allowance|maximum).{0,40}\b(?:per|each|this) (?:day|month)\b|out of (?:e-?mail )?credits|\byour sending (?:limit|quota)|exceeded the max (?:e-?mails|defers)|\b5\.7\.50[1-3]\b)/i,
    category: "server_quota",
    example: "550 5.4.5 Daily user sending limit exceeded",
  },

  // How sending is set up: the relay itself says no, whoever the recipient is.
  {
    pattern:
      /relay(?:ing)?\s+(?:is\s+)?(?:access\s+)?(?:denied|not permitted|not allowed|prohibited)|unable to relay|relay not permitted|not permitted to relay|we do not relay|rcpthosts/i,
    category: "relay_denied",
    example: "554 5.7.1 <siti@example.org>: Relay access denied",
  },
  {
    pattern: /must issue a starttls|starttls (?:first|is required)|encryption required|^523 |^538 /i,
    category: "encryption_failed",
    example: "530 5.7.0 Must issue a STARTTLS command first",
  },
  {
    pattern:
      /authentication (?:is )?required|must (?:be )?(?:authenticate|log ?in)|auth(?:entication)? first|^530 5\.7\.0/i,
    category: "sign_in_refused",
    example: "530 5.7.0 Authentication required",
  },
  {
    pattern:
      /authentication (?:credentials )?(?:failed|invalid|unsuccessful)|username and password not accepted|^535|^534/i,
    category: "sign_in_refused",
    example: "535 5.7.8 Username and Password not accepted",
  },
  {
    pattern:
      /sender (?:address )?(?:rejected|denied|not allowed|refused|is not (?:verified|owned))|not (?:owned by|allowed to send as|authorized to send (?:on behalf|as|from))|email address is not verified|sender identity|from address (?:is )?not (?:verified|allowed)|sendasdenied|mail from .{0,80}not allowed - not (?:verified|owned)/i,
    category: "sender_rejected",
    example: "553 5.7.1 <promo@example.com>: Sender address rejected: not owned by user kurir",
  },

  // Long explanations that advise on everything else as well.
  {
    pattern: /(?:rejected|blocked|refused) (?:due to|because of|as) (?:a )?spam|spam classification/i,
    category: "spam_content",
    example:
      "550 Your email to group staff@example.org was rejected due to spam classification. Set up SPF records for your domain",
  },

  // A closed group says whom it lets in, in words that sound like ours being wrong.
  {
    pattern: /(?:to|for) (?:the )?(?:recipient )?group\b|members only|^\d{3} 5\.7\.1(?:24|29|33)\b/i,
    category: "recipient_policy",
    example:
      "550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; not authorized to send to the recipient group",
  },

  // RFC 7505, in words; its code 5.7.27 is given to senders' faults as well.
  {
    pattern: /(?:host|domain) (?:does not|doesn't) accept (?:any )?(?:e-?)?mail|null ?mx/i,
    category: "invalid_domain",
    example: "550 5.7.27 Host does not accept mail",
  },

  // Who we are: authentication of the mail.
  {
    pattern:
      /dmarc|\bdkim\b.*(?:fail|pass|sign|required|valid)|\bspf\b.*(?:fail|check|record|pass|fehl|not)|unauthenticated (?:e-?mail|sender)|not (?:authenticated|pass authentication)|^\d{3} [45]\.7\.(?:20|21|22|23|24|26|27|29|30|31|32|515)\b|authentication (?:checks|requirements)/i,
    category: "auth_failure",
    example: "550 5.7.26 This mail has been blocked because the sender is unauthenticated",
  },
  {
    pattern:
      /\bptr\b|reverse dns|reverse (?:host ?name|lookup|mapping)|rdns|fcrdns|^\d{3} [45]\.7\.25\b|helo .{0,60}(?:invalid|rejected|does not)/i,
    category: "auth_failure",
    example: "550 5.7.25 The IP address sending this message does not have a PTR record",
  },

  // Come back later, in so many words.
  {
    pattern: /gr[ea]y-?list/i,
    category: "greylisted",
    example: "451 4.7.1 Greylisted, please try again in 300 seconds",
  },
  {
    // Not a full mailbox, which may ask for another try as well.
    pattern: /^4\d\d (?!4\.2\.2\b).*(?:please )?(?:try again|retry) (?:in|after) \d+\s*(?:s|m)/i,
    category: "greylisted",
    example: "450 4.2.0 Recipient address deferred, try again in 5 minutes",
  },

  // The mailbox gets too much at the moment.
  {
    pattern:
      /receiv(?:ing|es|ed) mail (?:at a rate|too (?:quickly|fast))|receivingrate|recipient.{0,30}(?:rate|limit) exceeded|too many messages for this (?:user|recipient)/i,
    category: "recipient_rate",
    example:
      "450 4.2.1 The user you are trying to contact is receiving mail at a rate that prevents delivery",
  },

  // Too fast, too many.
  {
    pattern:
      /\[?(?:ip)?tss?0[0-9]\]?\b|unexpected volume|unusual (?:rate|amount)|rate[- ]limit|too many (?:messages|connections|concurrent|mails?|emails?|recipients|sessions|errors)|(?:sending|message|hourly|daily|mail|connection) (?:rate )?(?:limit|quota) (?:has been )?(?:exceeded|reached)|exceeded .{0,40}(?:rate|messages per|sending)|max(?:imum)? (?:number of )?(?:messages? per|connections)|throttl|slow(?:ing)? down|^\d{3} 4\.7\.28\b|frequency|reduce your (?:rate|sending)|too fast|received too many/i,
    category: "rate_limited",
    example: "421 4.7.0 [TSS04] Messages from 192.0.2.10 temporarily deferred due to unexpected volume",
  },

  // How we are thought of.
  {
    pattern:
      /spamhaus|spamcop|barracuda(?:central)?|sorbs|\b(?:dns)?[br]bl\b|block ?list|black ?list|deny ?list|\bs31[0-9]{2}\b|\[bl[0-9]+\]|bad reputation|poor reputation|(?:low|ip|sender|domain)'?s? reputation|reputation of|banned sending ip|\b(?:client|ip|host|network)\b(?: address)?.{0,60}(?:\bblocked|is listed|listed (?:in|on|by))|^\d{3} 5\.7\.60[6-9]\b|^\d{3} 5\.7\.51[1-2]\b|not accepting (?:mail|connections) from|refused to talk|connections? (?:will )?not (?:be )?accepted from/i,
    category: "block_reputation",
    example: "550 5.7.1 Service unavailable; client [192.0.2.10] blocked using zen.spamhaus.org",
  },

  // Our own address or domain, in words that sound like theirs being wrong.
  {
    pattern:
      /(?:domain|host(?: ?name)?|dns|address|mailbox) (?:name )?(?:of|for) (?:the |your )?(?:envelope )?(?:sender|mail from)|\b(?:sender|sending|your|envelope|from|helo|return-?path)(?:'s)?(?: e?-?mail)?(?: address)?(?:'s)? (?:domain|host)(?: ?name)?\b|mail from.{0,40}(?:domain|resolve|does not exist)|(?:unresolvable|(?:could not|cannot|can't|unable to) resolve).{0,30}(?:sender|your|from)|sender (?:address )?(?:verif|callout|callback|unknown|invalid|does)|(?:verify|unknown|invalid|bad) sender|sender address has/i,
    category: "sender_rejected",
    example: "553 5.1.8 Domain of sender address promo@example.com does not exist",
  },

  // The mailbox has no room, which some servers say along with it being unavailable.
  {
    pattern:
      /over ?quota|quota (?:exceeded|is full)|(?:exceed|over).{0,30}(?:quota|storage|mailbox (?:size|limit))|(?:mailbox|inbox|account|mail ?box|user).{0,30}(?:is )?(?:full|out of storage)|insufficient (?:disk|storage|system storage)|not enough (?:space|storage)|storage (?:limit|exceeded)|^\d{3} [45]\.2\.2\b/i,
    category: "mailbox_full",
    example: "452 4.2.2 The email account that you tried to reach is over quota",
  },

  // The mailbox is not there.
  {
    pattern:
      /(?<!\b(?:ip|sender|from|source|your)(?: e?-?mail)? )(?:user|mailbox|recipient|account|address|alias|addressee|destinataire|usuario|benutzer)\b.{0,50}?\b(?:unknown|not (?:been )?found|does ?n[o']t (?:exist|have)|doesn't have|not exist|no longer (?:valid|exists?|available|active|in use)|invalid|not (?:valid|known|recognized|listed)|nonexistent|inconnu|unbekannt|desconocido|tidak (?:ada|ditemukan))/i,
    category: "invalid_recipient",
    example:
      "550 5.1.1 <siti@example.org>: Recipient address rejected: User unknown in virtual mailbox table",
  },
  {
    pattern:
      /(?:unknown|invalid|no such|nonexistent|undeliverable|unrecognized|no) (?:local )?(?:user|mailbox|recipient|account|address|addressee|person|member)\b(?! (?:from|in from))/i,
    category: "invalid_recipient",
    example: "550 No such user here",
  },
  {
    pattern:
      /is no longer (?:valid|available)|that you tried to reach does not exist|(?:doesn't|does not) have (?:a|an) \S+ account|moved with no forwarding|user has moved|no longer (?:works|with|employed)|recipientnotfound|not (?:found|listed) in (?:the )?(?:directory|domino)|recipnotfound|bad destination mailbox|not a valid (?:mailbox|recipient|user|rfc-?5321)|recipient address rejected: (?:access denied|undeliverable)|(?:unrouteable|unroutable) address|address rejected: .{0,40}no mailbox|^550 .{0,80}recipient address rejected\.?$|not our customer|(?:we would love|wish) to have gotten/i,
    category: "invalid_recipient",
    example: "550 5.4.1 Recipient address rejected: Access denied",
  },
  {
    pattern: /^55[013] .{0,200}\bmailbox unavailable/i,
    category: "invalid_recipient",
    example: "550 Requested action not taken: mailbox unavailable",
  },

  // The domain is not there.
  {
    pattern:
      /domain.{0,40}(?:not (?:found|exist)|does ?n[o']t exist|unknown|no (?:mx|mail)|lookup failed|invalid|not accept)|(?:host|domain)(?: name)? (?:unknown|not found)|no (?:such|mx|valid) (?:host|domain|record)|null ?mx|nxdomain|bad destination (?:system|host)|domain lookup failed|unrouteable (?:mail )?domain|does not accept (?:any )?mail|^\d{3} [5]\.(?:1\.10|4\.4)\b/i,
    category: "invalid_domain",
    example: "550 5.1.2 Bad destination host: DNS Hard Error looking up example.invalid (MX): NXDOMAIN",
  },
  {
    pattern:
      /temporary domain failure|(?:dns|name server|name service|mx).{0,40}(?:fail|error|timeout|temporar|unavailable)/i,
    category: "remote_trouble",
    example: "451 4.4.3 Temporary DNS failure while looking up example.org",
  },

  // The mailbox is there and takes nothing any more.
  {
    pattern:
      /disabled|inactive|deactivated|suspended|dormant|abandoned|not active|\blocked\b|discontinued|\b(?:account|mailbox|user)\b.{0,40}\b(?:closed|terminated|expired|frozen|blocked|bloqu)|ausgesetzt|nonaktif/i,
    category: "inactive_mailbox",
    example: "550 5.2.1 The email account that you tried to reach is disabled",
  },

  // What was sent.
  {
    pattern:
      /(?:message|mail|size).{0,40}(?:too (?:big|large)|exceed(?:s|ed)?.{0,40}(?:size|limit|maximum))|size (?:limit )?exceed|exceeds? (?:the )?(?:maximum|fixed) (?:message )?size|too large|^\d{3} [45]\.(?:2|3)\.[34]\b.{0,60}size|^\d{3} 5\.(?:2\.3|3\.4)\b/i,
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
      /spam|unsolicited|\bube\b|\buce\b|junk|suspicious|bulk mail|high(?:-| )?probability|content.{0,40}(?:reject|block|filter|denied|unacceptable|not accept)|(?:reject|block|filter)\w*.{0,40}content|blacklisted (?:url|link)|\buribl\b|\bsurbl\b|(?:url|link).{0,30}(?:blocked|listed)|message (?:looks|scored)|nature of the content|\[hm08\]/i,
    category: "spam_content",
    example: "550 5.7.1 Our system has detected that this message is likely unsolicited mail",
  },
  {
    pattern:
      /recipient(?! server).{0,40}(?:policy|refuse|not accept|only accept|blocked (?:the )?sender|restricted)|delivery restricted|restricted by policy|does not accept (?:mail|messages) from|(?:closed|restricted) (?:group|list)|not (?:allowed|authorized|permitted) to (?:send|post|mail) to/i,
    category: "recipient_policy",
    example: "550 5.7.1 The recipient only accepts mail from senders they know",
  },
  {
    pattern:
      /rfc ?-?\d{3,4}|(?:not|non)[- ]rfc|headers? (?:are|is|not|missing|invalid)|missing .{0,30}(?:header|from:|date:)|(?:from|date|message-id):? header|malformed|(?:bare|naked) (?:lf|cr)|line (?:is )?too long|\bmime\b|8-?bit|charset|address in from/i,
    category: "protocol",
    example: "550 5.7.1 Messages missing a valid address in From: header are not accepted",
  },
  {
    pattern:
      /syntax error|bad sequence|(?:command|parameter)s? (?:not |un)?(?:recognized|implemented|in error)|out of order|need (?:mail|rcpt) (?:command)?|^50[0-4] |^\d{3} 5\.5\.[1-6]\b/i,
    category: "protocol",
    example: "501 Syntax error in parameters or arguments",
  },
  {
    pattern:
      /polic(?:y|ies)|not accepted|message (?:not allowed|rejected|refused|blocked|denied)|administrative(?:ly)? prohibit|security (?:reason|polic)|prohibited|access denied|\[ph01\]/i,
    category: "policy",
    example: "554 5.7.9 Message not accepted for policy reasons",
  },

  // The receiving side is in trouble.
  {
    pattern:
      /too many hops|hop count|(?:mail|routing|forwarding) loop|loops back|did not accept our requests to connect/i,
    category: "remote_trouble",
    example: "554 5.4.6 Hop count exceeded - possible mail loop",
  },
  {
    pattern:
      /(?:resource|service|server|system|mailbox|host).{0,40}(?:temporar|unavailable|busy|overload|congest|shutting|down|not available|not responding|too high)|temporar(?:y|ily).{0,40}(?:defer|fail|reject|error|problem|unavailable|unable|delay|local)|internal (?:server )?(?:error|resource|problem)|local error|try (?:again|later|it later)|timed? ?out|timeout|queue|lookup fail|connection (?:reset|refused|lost|dropped)|unable to (?:connect|deliver|process)|resources|server error|4\.16\.|deferred|delayed/i,
    category: "remote_trouble",
    example: "451 4.3.0 Mail server temporarily rejected message",
  },

  // No words that help: enhanced codes (RFC 3463), as far as they are used with care.
  {
    pattern: /^\d{3} (?:[45]\.1\.[1236]|5\.1\.0)\b(?!.*\b(?:sender|from)\b)/i,
    category: "invalid_recipient",
    example: "550 5.1.1 sorry",
  },
  { pattern: /^\d{3} 5\.1\.[0-378]\b/, category: "sender_rejected", example: "553 5.1.8 sorry" },
  { pattern: /^\d{3} [45]\.2\.1\b/, category: "inactive_mailbox", example: "550 5.2.1 sorry" },
  { pattern: /^\d{3} [45]\.[34]\.\d+\b/, category: "remote_trouble", example: "451 4.4.2 sorry" },
  { pattern: /^\d{3} [45]\.6\.\d+\b/, category: "protocol", example: "554 5.6.0 sorry" },
  { pattern: /^\d{3} [45]\.7\.\d+\b/, category: "policy", example: "554 5.7.1 sorry" },

  // And bare reply codes (RFC 5321 section 4.2.3), by what they are defined to mean.
  { pattern: /^421 /, category: "rate_limited", example: "421 closing transmission channel" },
  { pattern: /^452 /, category: "mailbox_full", example: "452 sorry" },
  { pattern: /^45[01] /, category: "remote_trouble", example: "451 sorry" },
  { pattern: /^552 /, category: "mailbox_full", example: "552 sorry" },
];
