import type { ReplyRule } from "./reply-rule.ts";

/** How we send: authentication, pace, reputation, our own address and domain. */
export const senderRules: readonly ReplyRule[] = [
  {
    pattern:
      /dmarc|\bdkim\b.{0,200}(?:fail|pass|sign|required|valid|not? )|^(?!4\d\d .*(?:temporar|time-?out|lookup)).*\bspf\b|spoof|mail from\b.{0,80}\bmismatch|unauthenticated (?:e-?mail|sender)|not (?:authenticated|pass authentication)|sender policy framework|sender is not allowed to send|sender id \(pra\)|invalid ip for sending|^\d{3} [45]\.7\.(?:20|21|22|23|24|26|27|30|31|32|509|515)\b|authentication (?:checks|requirements)/i,
    category: "auth_failure",
    example: "550 5.7.26 This mail has been blocked because the sender is unauthenticated",
  },
  {
    pattern:
      /\bptr\b|reverse dns|reverse (?:host ?name|lookup|mapping)|rdns|fcrdns|cannot find your (?:reverse )?host|unverif\w+ sending ip|ipv6 sending guidelines|^\d{3} [45]\.7\.25\b|\b(?:helo|ehlo)\w*\b.{0,60}(?:invalid|rejected|denied|refused|error|does not|not found|should be)|(?:bad|invalid) (?:helo|ehlo)|helo argument|\b(?:ip|mx|helo) check (?:error|fail)|no dns a-data|\bdns(?::nr|-p3)\b|ip name lookup failed|sender ip must resolve|no reverse name|\brp:rdn\b|: invalid ip\b|host can't be resolved|dns says does not exist|(?:invalid|no valid) (?:dns )?(?:mx|a) (?:or|record)|dns check failed/i,
    category: "auth_failure",
    example: "550 5.7.25 The IP address sending this message does not have a PTR record",
  },
  {
    pattern:
      /\b(?:ip)?ts(?:s0[0-9]|0[124-9])\b(?!.{0,80}permanently)|unexpected volume|unusual (?:rate|amount|sending)|dictionary attack|(?:unknown|invalid) (?:recipient|user|rcpt)s? (?:count|limit|rate)|allow(?:ed)? rcpt|too much mail from|limits? for your account|(?:server|host) has reached its limit|rate[- ]limit|concurrent (?:smtp )?(?:connections|sessions)|out of connection|(?:too many|limit\w* (?:of|on) (?:the )?(?:number of )?)(?: simultaneous)? (?:connections|sessions)|too many (?:messages|requests|same size|connections|concurrent|e?-?mails?|recipients|sessions|errors|(?:invalid|unknown|bad) (?:recipient|user|rcpt)s?)|(?:sending|message|hourly|daily|mail|connection) (?:rate )?(?:limit|quota) (?:has been )?(?:exceeded|reached)|exceeded .{0,40}(?:rate|messages per|sending)|max(?:imum)? (?:number of )?(?:messages? per|connections)|throttl|slow(?:ing)? down|^\d{3} [45]\.7\.(?:28|500|508|65[0-9])\b|\brate\b.{0,30}\bexceed|\bexceed\w*\b.{0,30}\brate\b|frequency|reduce your (?:rate|sending)|too fast|received too many|peak smtp relay limit|\bhl:(?:rep|icc|ifc|mep)\b|\b(?:mi|rp):(?:orq|[dq][mr]c|ccl|cel|sfq|stc|trc)\b|trop de (?:connexions|messages)|terlalu banyak (?:pesan|email|koneksi)|zu viele (?:verbindungen|nachrichten)/i,
    category: "rate_limited",
    example: "421 4.7.0 [TSS04] Messages from 192.0.2.10 temporarily deferred due to unexpected volume",
  },
  {
    pattern:
      /spamhaus|spamcop|\bsbrs\b|barracuda(?:central)?|sorbs|cloudmark|\b(?:dns)?[br]bl\b|dnsbl|block ?list|black-? ?list|deny ?list|blocklisting|\bs31[0-9]{2}\b|\[bl[0-9]+\]|bad reputation|poor reputation|(?:low|ip|sender|domain|mta)'?s? (?:poor )?reputation|reputation of|reputation (?:database|service)|\((?:rtr|con|rly):\w+\)|\b(?:bad ip|ip in prison)\b|listed at\b|banned send|\b(?:client|ip|host|network)\b(?: address)?.{0,60}(?:\bblocked|is listed|listed (?:in|on|by|at)|\brejected\b)|^\d{3} 5\.7\.60[6-9]\b|^\d{3} 5\.7\.6[1-4][0-9]\b|^\d{3} 5\.7\.51[1-2]\b|not accepting (?:mail|connections) from|traffic not accepted|refused to talk|connection refused (?:from \[?\d|due to abuse)|blocked for abuse|mail server is (?:currently )?blocked|mail from \[?[\d.]{7,15}\]? not allowed|no access for this (?:ip|domain|user)|connections? (?:will )?not (?:be )?accepted from|\(bl\)|not allowed to connect|access to (?:submit|this mail system)|in whitelist|permanently deferred|^550 (?:\S+ )?(?:ou|sc|dy)-00[0-9]|^554 (?:\S+ )?ip[=:]|daftar hitam|ip (?:address )?anda|\b(?:black|banned|blocked) ip\b|\bblack mail address|\bopen-? ?relay\b|\bip is (?:hangup|rejected)|\bip\b.{0,30}\bfiltered\b|\bfrom (?:this|your) (?:ip )?range\b|identified as (?:a )?spammer|\bblock for spam|\b(?:from|ip) \[?\d{1,3}(?:\.\d{1,3}){3}\b.{0,40}(?:blocked|refused|rejected)|\b(?:block|deny)-?(?:lookup|ip)\b|\d(?:\.\d{1,3}){3}\]? (?:is|was|has been) (?:refused|blocked|rejected|denied)|\b(?:access|connections?)\b.{0,20}\b(?:this|your) (?:ip|host|network)\b|from that country|geographic|\bsender(?: address)? (?:is )?(?:black|block)(?:ed|listed)|(?:activity|spam) from (?:this|your) ip\b|\b(?:dt:rbl|wm:bl[iu]|hl:ip[bh])\b|\b(?:lpn|ofr)\w{0,6}_10[1238]\b/i,
    category: "block_reputation",
    example: "550 5.7.1 Service unavailable; client [192.0.2.10] blocked using zen.spamhaus.org",
  },
  // Our own address or domain, in words that sound like theirs being wrong.
  {
    pattern:
      /(?:domain|host(?: ?name)?|dns|address|mailbox) (?:name )?(?:of|for) (?:the |your )?(?:envelope )?(?:sender|mail from)|\b(?:sender|sending|your|envelope|from(?! host)|helo|return(?:-?path)?)(?:'s)?:?(?: e?-?mail)?(?: address)?(?:'s)? (?:domain|host)(?: ?name)?\b|mail from.{0,40}(?:domain|resolve|does not exist)|(?:unresolvable|(?:could not|cannot|can't|unable to) resolve).{0,30}(?:sender|your|from)|(?:un|non-?)routable sender|unrouteable sender|sender (?:address )?(?:verif|callout|callback|unknown|invalid|does|has no)|(?:verify|unknown|invalid|illegal|bad|fake) (?:sender|mail ?from)|mail ?from (?:address )?(?:is )?invalid|sender address has|sender\S* not (?:found|valid|exist)|domain (?:may|might) not exist or|\bfrom:? ?domain must|badmailfrom|\b(?:lib|vir)_420\b|possible forgery|email is not in my domain/i,
    category: "sender_rejected",
    example: "553 5.1.8 Domain of sender address promo@example.com does not exist",
  },
];
