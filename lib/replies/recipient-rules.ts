import type { ReplyRule } from "./reply-rule.ts";

/** The mailbox gets too much at the moment, in words that sound like our own pace. */
export const recipientRateRules: readonly ReplyRule[] = [
  {
    pattern:
      /receiv(?:ing|es|ed) mail (?:at a rate|too (?:quickly|fast))|receivingrate|recipient.{0,30}(?:rate|limit) exceeded|too many messages for this (?:user|recipient)|messages to .{0,60}deferred due to excessive volume|recipientthreshold|recipient (?:thread|rate|receive) limit|(?:mailbox|user|recipient|account)\b.{0,20}\breceiv\w+ too (?:much|many)|recipient.{0,20}\bexceeded\b.{0,30}(?:\brate\b|messages)|^\d{3} 5\.2\.12[12]\b/i,
    category: "recipient_rate",
    example:
      "450 4.2.1 The user you are trying to contact is receiving mail at a rate that prevents delivery",
  },
  {
    pattern: /too many (?:messages|mails) (?:on|in) (?:the|this|his|their) (?:server|mail ?box)/i,
    category: "mailbox_full",
    example: "550 The user has too many messages in this mailbox",
  },
];

/** The mailbox: no room, not there, or shut. Only what names the user, mailbox, recipient or address says that it is not there. */
export const recipientRules: readonly ReplyRule[] = [
  // No room, which some servers say along with it being unavailable. The server's own disk is not the mailbox's fault.
  {
    pattern:
      /over ?quota|quota ?(?:limit |has been |was )*(?:is over|exceed|reached|is full|violation|terlampaui)|(?:exceed|over).{0,30}(?:quota|storage|mailbox (?:size|limit))|(?:mailbox|inbox|account|mail ?box|user).{0,30}(?:is )?(?:\bfull\b|out of storage)|not enough (?:space|storage)|(?:user|mailbox|rejected)\b.{0,30}not enough disk ?space|(?:mailbox|inbox) exceeds (?:the )?(?:allowed|maximum)|storage (?:limit|exceeded)|mailbox limit|(?:kotak (?:surat|masuk|pesan)|kuota).{0,30}(?:penuh|habis|terlampaui)|melebihi kuota|allowed storage|(?:mail ?box|disk|user'?s|storage) (?:space|storage)\b.{0,15}(?:not enough|insufficient|used up|exhausted|exceeded|\bfull\b)|recipient storage full|out of quota|speichervolumen|(?:postfach|mailbox).{0,20}\bvoll\b|bo[^ ]{1,2}te.{0,30}pleine|buz[^ ]{1,2}n.{0,20}lleno|caixa.{0,20}cheia|casella.{0,20}piena|邮箱.{0,8}满|メールボックス.{0,20}(?:いっぱい|一杯|容量)|^\d{3} [45]\.2\.2\b/i,
    category: "mailbox_full",
    example: "452 4.2.2 The email account that you tried to reach is over quota",
  },

  // Two providers' own sentences, the second of which names a closed account.
  {
    pattern:
      /this user (?:doesn't|does not) have an? \S+ account|delivery error: dd .{0,20}is no longer valid|invalid mailbox\. local mailbox .{0,20}is unavailable: user (?:not found|is terminated)/i,
    category: "invalid_recipient",
    example: "554 delivery error: dd This user doesn't have a example.com account (siti@example.com) [-9]",
    proof: "always",
  },

  // It is there and takes nothing any more.
  {
    pattern:
      /disableduser|extended inactivity|is inactive on this domain|(?:hasn't|has not) (?:entered|logged in)|mailbox_currently_suspended|we would love to have gotten|(?<!\bsender (?:e?-?mail )?)(?:account|mailbox|mail ?box|user|recipient|address|addressee|inbox)\b(?:(?!\b(?:sender|client|server|relay|tls)\b)[^;]){0,60}\b(?:disabled|inactive|deactivated|suspended|dormant|abandoned|not (?:been )?activ(?:e|ated)|locked|discontinued|closed|terminated|expired|frozen|blocked|bloqu\S+|ausgesetzt|deaktiviert|gesperrt|d\S{1,2}sactiv\S+|suspendu|desactivad\S|suspendid\S|desativad\S|disattivat\S|nonaktif|dinonaktifkan|ditangguhkan|diblokir|dibekukan)\b|(?:inactive|disabled|deactivated|suspended|blocked|closed|expired|frozen|dormant) (?:account|mailbox|mbox|user|recipient|e-?mail)|(?:mail )?receiving (?:is )?disabled|no longer accepts (?:e-?)?mail|no recipient activity|is now disabled|should log ?in to (?:enable|activate)|(?:account|mailbox)\b.{0,20}\bdeleted\b|(?:akun|kotak surat|pengguna|konto|postfach|compte|cuenta|conta|utente).{0,40}\b(?:tidak aktif|nonaktif|dinonaktifkan|ditangguhkan|diblokir|dibekukan|deaktiviert|gesperrt|d\S{1,2}sactiv\S+|suspendu|suspendid\S|desactivad\S|desativad\S|disattivat\S)/i,
    category: "inactive_mailbox",
    example: "550 5.2.1 The email account that you tried to reach is disabled",
  },

  // It may not be there, or it may be a rule of theirs.
  {
    pattern:
      /^5\d\d .*\b(?:user|account|recipient)(?: account)?:? (?:is )?unavailable|mailbox unavailable or access denied|no valid recipients|all recipients (?:are|were) (?:invalid|rejected)|(?:can ?not|can't|unable to|not able to) receive (?:any )?(?:e-?)?mail|mailbox name not allowed|recipient (?:<> )?(?:not allowed|is not allowed|denied)|(?:user|rcpt|recipient) (?:is )?rejected(?:$| -|\. (?!recipient))|^5\d\d (?!.*temporar).*(?<!\b(?:your|sender|from|ip) )(?:address|user|recipient|account)\b.{0,20}\bnot (?:handled|available|ok|allowed)\b(?! to)|not a member of (?:this )?domain|(?<!\b(?:sender|from|your) )(?:recipient|user|address) (?:can ?not|could not) be verified|\bbad[_ ]recipient\b|recipient verify failed|(?:can't|can ?not|won't) accept (?:this )?(?:user|recipient|address)|address is not local|\bambiguous\b|reserved by rfc|user hangup|several matches found|mailbox <> unavailable|(?:bad|invalid) (?:recipient |destination )?address syntax|\bblocked address\b|not (?:allowed|capable) to receive|not an active address/i,
    category: "doubtful_address",
    example: "550 Mailbox unavailable or access denied",
  },

  // It is not there.
  {
    pattern:
      /(?<!\b(?:ip|sender|from|source|your|reply-to|header)(?:'s)?(?: e?-?mail)? )\b(?:user|mailbox|recipient|account|address|alias|addressee)\b(?:(?!\b(?:sender|from|client|server|helo|ehlo|header|host|domain|dns|password)\b)[^;]){0,50}?\b(?:unknown|not (?:been )?found|do(?:es|s) ?n[o']t exist|does ?n[o']t have|not exist|no longer (?:valid|exists?|available|active|in use|with|works|employed)|invalid|not (?:a )?(?:valid|known|recognized|listed)|nonexistent|unrecognized)/i,
    category: "invalid_recipient",
    example:
      "550 5.1.1 <siti@example.org>: Recipient address rejected: User unknown in virtual mailbox table",
    proof: "at_rcpt",
  },
  {
    pattern:
      /(?<!\btoo many |\bmultiple )\b(?:unknown|invalid|no such|nonexistent|undeliverable|unrecognized|illegal|no)[ -](?:(?:or|local|e-?mail|e-?mails?|virtual|active|destination|redirect entry for this) )*(?:user|local ?part|mail[ -]?box|recipient|account|address|addressee|person|member|id)\b(?! (?:from|in from|in the|name or|or password))/i,
    category: "invalid_recipient",
    example: "550 No such user here",
    proof: "at_rcpt",
  },
  {
    // A list of everybody there is.
    pattern:
      /not (?:a )?user of this|(?:recipient|user) must exist|recipient address is not in (?:my|our|the) |not (?:in|on|part of) (?:the |my |our |a )?(?:valid ?)?(?:local |virtual )?(?:recipient|rcpt\w*|validrcptto|user|mailbox|alias) ?(?:list|table|map)|\brcpt\b.{0,20}\bdo(?:es|s)(?:n't| not) exist|does(?: not|n't) have an account (?:here|on|with)|no user by that|do(?:es)?n'?t exists? (?:that|this|such) (?:user|account|mailbox)|unavailable mail user|\bnosuchuser\b/i,
    category: "invalid_recipient",
    example: "553 sorry, this address is not in my list: not in the recipient table (#5.7.1)",
    proof: "at_rcpt",
  },
  {
    // Other languages than English, mostly as hosters write them.
    pattern:
      /(?:penerima|pengguna|alamat(?: e-?mail)?|kotak surat|akun)\b.{0,40}(?:tidak (?:ada|ditemukan|dikenal|terdaftar|valid|tersedia)|belum terdaftar)|(?:benutzer|empf\S{1,3}nger|postfach|adresse|teilnehmer|konto)\S*\b.{0,40}(?:unbekannt|existiert nicht|nicht (?:gefunden|bekannt|vorhanden)|ung\S{1,2}ltig)|unbekannter (?:benutzer|empf)|(?:destinataire|utilisateur|adresse|compte|bo\S{1,2}te).{0,40}(?:inconnue?|invalide|inexistante?|n'existe pas)|(?:usuario|destin\.|destinatario|buz\S{1,2}n|cuenta|direcci\S{1,2}n|usu\S{1,2}rio|destinat\S{1,2}rio|conta|utente|casella|indirizzo).{0,40}(?:desconocid|desconhecid|sconosciut|inexistente|inesistente|no existe|n\S{1,2}o existe|non esiste|no encontrad|n\S{1,2}o encontrad|non trovat|inv\S{1,2}lid)|(?:onbekende gebruiker|gebruiker onbekend)|(?:用户|用戶|收件人|邮箱|信箱|帐号|账号).{0,12}(?:不存在|未找到|无效|無效)|(?:宛先|ユーザー?|メールアドレス|受信者).{0,20}(?:見つかりません|存在しません|不明)/i,
    category: "invalid_recipient",
    example: "550 5.1.1 Alamat email penerima tidak ditemukan",
  },
  {
    pattern:
      /that you tried to reach (?:does not exist|is no longer)|is no longer valid|moved with no forwarding|user has moved|recipientnotfound|not (?:found|listed) in (?:the )?(?:directory|domino)|recipnotfound|bad destination mailbox|not a (?:valid|known) (?:mailbox|recipient|user|rfc-?5321)|recipient address rejected: undeliverable|(?:unrouteable|unroutable) address|address rejected: .{0,40}no mailbox|^550 .{0,80}recipient address rejected\.?$|not our customer|^550 5\.1\.0 address rejected/i,
    category: "invalid_recipient",
    example: "550 5.1.6 Address has changed, user has moved",
  },
  {
    // Microsoft's edge says so of mailboxes that its directory does not have; without its code the words are Postfix's for "no".
    pattern: /\b5\.4\.1\b.{0,20}recipient address(?:es)? rejected ?: access denied/i,
    category: "invalid_recipient",
    example: "550 5.4.1 Recipient address rejected: Access denied",
  },
  {
    pattern: /recipient address(?:es)? rejected ?: access denied/i,
    category: "doubtful_address",
    example: "554 5.7.1 <siti@example.org>: Recipient address rejected: Access denied",
  },
  {
    pattern:
      /^55[013] (?!.*(?:polic|denied|reject|block|refuse|accept|allow|later|again|sender|\byour\b)).{0,200}\bmailbox (?:is )?(?:un|not )available/i,
    category: "invalid_recipient",
    example: "550 Requested action not taken: mailbox unavailable",
  },
];
