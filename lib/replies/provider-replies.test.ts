import { describe, expect, test } from "vitest";
import { classifyReply } from "./classify-reply.ts";
import type { ReplyCategory } from "./reply-category.ts";

/** What providers document or are known to answer. The rules were written with these at hand; none is a rule's own example. */
const said: Record<string, [string, ReplyCategory][]> = {
  Google: [
    [
      "550 5.1.1 The email account that you tried to reach does not exist. Please try double-checking the recipient's email address for typos or unnecessary spaces. https://support.google.com/mail/?p=NoSuchUser 4si21vws.10 - gsmtp",
      "invalid_recipient",
    ],
    [
      "550 5.2.1 The email account that you tried to reach is inactive. https://support.google.com/mail/?p=DisabledUser - gsmtp",
      "inactive_mailbox",
    ],
    [
      "552 5.2.2 The recipient's inbox is out of storage space and inactive. Please direct the recipient to https://support.google.com/mail/?p=OverQuotaPerm - gsmtp",
      "mailbox_full",
    ],
    [
      "550 5.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages from being delivered - gsmtp",
      "recipient_rate",
    ],
    [
      "450 4.2.1 Peak SMTP relay limit exceeded for customer. This is a temporary error. - gsmtp",
      "rate_limited",
    ],
    ["421 4.7.0 IP not in whitelist for RCPT domain, closing connection. - gsmtp", "block_reputation"],
    [
      "421 4.7.28 Gmail has detected an unusual rate of mail originating from your IP address - gsmtp",
      "rate_limited",
    ],
    [
      "550 5.7.1 Gmail has detected that this message does not meet IPv6 sending guidelines regarding PTR records and authentication. - gsmtp",
      "auth_failure",
    ],
    [
      "550 5.7.26 Your email has been blocked because the sender is unauthenticated. Gmail requires all senders to authenticate with either SPF or DKIM. - gsmtp",
      "auth_failure",
    ],
    ["550 5.7.1 This message violates example.com email policy. - gcdp 4si21vws.10 - gsmtp", "policy"],
    [
      "550 5.7.1 The user or domain that you are sending to (or from) has a policy that prohibited the mail that you sent. - gsmtp",
      "policy",
    ],
    ["421 4.3.0 Temporary System Problem. Try again later. - gsmtp", "remote_trouble"],
    ["451 4.4.2 Timeout - closing connection. - gsmtp", "remote_trouble"],
    ["550 5.4.5 Daily user sending quota exceeded. - gsmtp", "server_quota"],
  ],
  Microsoft: [
    [
      "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient siti@example.org not found by SMTP address lookup",
      "invalid_recipient",
    ],
    [
      "550 5.4.1 Recipient address rejected: Access denied. AS(201806281) [AM5EUR02FT019.eop-EUR02.prod.protection.outlook.com]",
      "invalid_recipient",
    ],
    [
      "550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302). [VI1EUR04FT042.eop-eur04.prod.protection.outlook.com]",
      "invalid_recipient",
    ],
    [
      "550 5.1.351 Remote server returned unknown recipient or mailbox unavailable -> 550 5.1.1 User unknown",
      "invalid_recipient",
    ],
    ["552 5.2.2 RecipientQuotaExceeded; mailbox full", "mailbox_full"],
    [
      "550 5.2.121 RecipientThreshold; recipient's per-hour message receive limit from a specific sender exceeded",
      "recipient_rate",
    ],
    ["432 4.3.2 STOREDRV.Deliver; recipient thread limit exceeded", "recipient_rate"],
    ["451 4.7.500 Server busy. Please try again later from [192.0.2.10]. (S77719)", "rate_limited"],
    [
      "451 4.7.650 The mail server [192.0.2.10] has been temporarily rate limited due to IP reputation. (S775)",
      "rate_limited",
    ],
    [
      "550 5.7.1 Unfortunately, messages from [192.0.2.10] weren't sent. Please contact your Internet service provider since part of their network is on our block list (S3150).",
      "block_reputation",
    ],
    [
      "550 5.7.606 Access denied, banned sending IP [192.0.2.10]. To request removal visit https://sender.office.com/",
      "block_reputation",
    ],
    [
      "550 5.7.511 Access denied, banned sender[192.0.2.10]. To request removal forward this message to delist@microsoft.com",
      "block_reputation",
    ],
    ["550 5.7.705 Access denied, tenant has exceeded threshold", "server_refuses"],
    ["550 5.1.8 Access denied, bad outbound sender AS(42004)", "server_refuses"],
    [
      "550 5.7.501 Access denied, spam abuse detected. The sending account has been banned due to detected spam activity.",
      "server_refuses",
    ],
    [
      "550 5.1.90 Your message can't be sent because you've reached your daily limit for message recipients",
      "server_quota",
    ],
    [
      "550 5.7.509 Access denied, sending domain example.com does not pass DMARC verification and has a DMARC policy of reject.",
      "auth_failure",
    ],
    ["550 5.7.57 Client was not authenticated to send anonymous mail during MAIL FROM", "sign_in_refused"],
    ["550 5.7.64 TenantAttribution; Relay Access Denied", "relay_denied"],
    ["550 5.7.124 Sender not in allowed-senders list for the recipient group", "recipient_policy"],
    ["550 5.7.507 Access denied, rejected by recipient", "recipient_policy"],
    [
      "550 5.4.310 DNS domain example.invalid does not exist [Message=InfoDomainNonexistent]",
      "invalid_domain",
    ],
    ["450 4.4.312 DNS query failed [Message=ServerFailure]", "remote_trouble"],
    ["550 5.4.14 Hop count exceeded - possible mail loop ATTR34", "remote_trouble"],
    ["550 5.6.11 SMTPSEND.BareLinefeedsAreIllegal; message contains bare linefeeds", "protocol"],
  ],
  "Yahoo and AOL": [
    [
      "554 delivery error: dd This user doesn't have a yahoo.com account (siti@example.com) [-5] - mta155.mail.example",
      "invalid_recipient",
    ],
    ["552 1 Requested mail action aborted, mailbox not found", "invalid_recipient"],
    [
      "554 delivery error: dd Sorry your message to siti@example.com cannot be delivered. This account has been disabled or discontinued [#102].",
      "inactive_mailbox",
    ],
    [
      "554 30 Sorry, your message to siti@example.com cannot be delivered. This mailbox is disabled (554.30).",
      "inactive_mailbox",
    ],
    [
      "421 4.7.0 [TSS04] Messages from 192.0.2.10 temporarily deferred due to unexpected volume or user complaints - 4.16.55.1",
      "rate_limited",
    ],
    [
      "421 4.7.1 [TS03] All messages from 192.0.2.10 will be permanently deferred; Retrying will NOT succeed.",
      "block_reputation",
    ],
    [
      "553 5.7.1 [BL21] Connections will not be accepted from 192.0.2.10, because the ip is in Spamhaus's list",
      "block_reputation",
    ],
    [
      "554 5.7.9 Message not accepted for policy reasons. See https://postmaster.yahooinc.com/error-codes",
      "policy",
    ],
    ["451 4.3.2 Internal server error", "remote_trouble"],
    [
      "550 We would love to have gotten this email to siti@example.com. But, your recipient never logged onto their free account.",
      "inactive_mailbox",
    ],
    ["554 5.7.1 (DYN:T1) https://postmaster.example/error-codes", "policy"],
  ],
  Apple: [
    ["550 5.1.1 <siti@icloud.example>: user does not exist", "invalid_recipient"],
    ["550 5.1.1 <siti@icloud.example>: inactive email address", "inactive_mailbox"],
    [
      "550 5.1.6 <siti@icloud.example>: recipient no longer on server: siti@icloud.example",
      "invalid_recipient",
    ],
    ["552 5.2.2 <siti@icloud.example>: user is over quota", "mailbox_full"],
    [
      "421 4.7.1 Messages to siti@icloud.example deferred due to excessive volume. Try again later - https://support.apple.com/en-us/HT204137",
      "recipient_rate",
    ],
    [
      "550 5.7.1 [CS01] Message rejected due to local policy. Please visit https://support.apple.com/en-us/HT204137",
      "spam_content",
    ],
    ["550 5.7.1 Your message was rejected due to example.com DMARC policy.", "auth_failure"],
    [
      "554 5.7.1 Your message was rejected due to having a domain present in the Spamhaus DBL",
      "block_reputation",
    ],
  ],
  "hosters with cPanel, Exim, Postfix or Zimbra": [
    ["550 No Such User Here", "invalid_recipient"],
    ['550 "No such recipient here"', "invalid_recipient"],
    ["550-Unrouteable address", "invalid_recipient"],
    ["550 Unknown user", "invalid_recipient"],
    ["550 5.1.1 <siti@example.co.id>: Recipient address rejected: example.co.id", "invalid_recipient"],
    ["554 5.7.1 <siti@example.co.id>: Recipient address rejected: No such user", "invalid_recipient"],
    ["450 4.1.2 <siti@example.co.id>: Recipient address rejected: Domain not found", "invalid_domain"],
    ["550 5.1.2 <siti@example.co.id>: Recipient address rejected: Domain not found", "invalid_domain"],
    [
      "550-Verification failed for <promo@example.com>\r\n550-No Such User Here\r\n550 Sender verify failed",
      "sender_rejected",
    ],
    [
      "550-Callback setup failed while verifying <promo@example.com>\r\n550-The initial connection was refused\r\n550 Sender verify failed",
      "sender_rejected",
    ],
    [
      "550-Please turn on SMTP Authentication in your mail client.\r\n550-mail.example.com [192.0.2.10]:41234 is not permitted to relay through this\r\n550 server without authentication.",
      "relay_denied",
    ],
    [
      "550 Please turn on SMTP Authentication in your mail client, or login to the IMAP/POP3 server before sending your message.",
      "sign_in_refused",
    ],
    [
      "550 Domain example.com has exceeded the max emails per hour (150/150 (100%)) allowed. Message discarded.",
      "server_quota",
    ],
    [
      "550 Domain example.com has exceeded the max defers and failures per hour (5/5 (100%)) allowed. Message discarded.",
      "server_quota",
    ],
    ['550 Outgoing mail from "promo@example.com" has been suspended.', "server_refuses"],
    [
      "550-JunkMail rejected - mail.example.com [192.0.2.10]:39153 is in an RBL: https://www.spamhaus.org/query/ip/192.0.2.10",
      "block_reputation",
    ],
    ["550 High probability of spam", "spam_content"],
    ['550 "The mail server detected your message as spam and has prevented delivery."', "spam_content"],
    ["550 Previous (cached) callout verification failure", "unknown"],
    ["451 Temporary local problem - please try later", "remote_trouble"],
    ["451 qq trouble in home directory (#4.3.0)", "remote_trouble"],
    ["552 5.2.2 The email account is full", "mailbox_full"],
    ["550 5.2.1 Mailbox disabled for this recipient", "inactive_mailbox"],
    ["550 Account siti@example.co.id has been suspended", "inactive_mailbox"],
    ["452 4.2.2 Over quota", "mailbox_full"],
    ["452 4.3.1 Insufficient system storage", "remote_trouble"],
    [
      "550 5.7.1 <mail.example.com[192.0.2.10]>: Client host rejected: cannot find your hostname, [192.0.2.10]",
      "auth_failure",
    ],
    ["504 5.5.2 <kurir>: Helo command rejected: need fully-qualified hostname", "auth_failure"],
    [
      "550 5.1.0 <promo@example.com>: Sender address rejected: User unknown in virtual mailbox table",
      "sender_rejected",
    ],
    ["450 4.1.8 <promo@example.com>: Sender address rejected: Domain not found", "sender_rejected"],
    [
      "550 5.1.1 <siti@example.org>: Recipient address rejected: undeliverable address: host mx.example.org[192.0.2.7] said: 550 5.1.1 No such user (in reply to RCPT TO command)",
      "invalid_recipient",
    ],
    [
      "450 4.1.1 <siti@example.org>: Recipient address rejected: unverified address: Address verification in progress",
      "remote_trouble",
    ],
  ],
  Indonesian: [
    ["550 5.1.1 Pengguna tidak ditemukan", "invalid_recipient"],
    ["550 Alamat email tidak terdaftar di server ini", "invalid_recipient"],
    ["550 5.1.1 Penerima siti@example.co.id tidak dikenal", "invalid_recipient"],
    ["550 5.1.2 Domain tujuan tidak ditemukan", "invalid_domain"],
    ["552 5.2.2 Kotak surat penerima penuh", "mailbox_full"],
    ["550 Kuota kotak surat sudah habis", "mailbox_full"],
    ["550 5.2.1 Akun ini telah dinonaktifkan", "inactive_mailbox"],
    ["550 Akun email ditangguhkan", "inactive_mailbox"],
    ["550 Akun Anda ditangguhkan, hubungi penyedia hosting", "server_refuses"],
    ["554 5.7.1 Pesan ditolak karena terdeteksi sebagai spam", "spam_content"],
    ["550 Email ditolak oleh kebijakan server", "policy"],
    ["451 Server sedang sibuk, silakan coba lagi nanti", "remote_trouble"],
    ["450 Silakan coba lagi dalam 5 menit", "greylisted"],
    ["550 IP Anda masuk daftar hitam", "block_reputation"],
    ["421 Terlalu banyak koneksi dari server Anda", "rate_limited"],
    ["550 Relay ditolak", "relay_denied"],
  ],
  German: [
    ["550 Benutzer nicht bekannt/User unknown", "invalid_recipient"],
    ["550 5.1.1 Empfänger unbekannt", "invalid_recipient"],
    ["550 Das Postfach existiert nicht", "invalid_recipient"],
    ["550 5.1.1 Ungültige Empfängeradresse", "invalid_recipient"],
    ["552 5.2.2 Postfach voll", "mailbox_full"],
    [
      "550 Benutzer hat das Speichervolumen ueberschritten. / User has exhausted allowed storage space.",
      "mailbox_full",
    ],
    ["550 5.2.1 Konto ist gesperrt", "inactive_mailbox"],
    [
      "554 IP=192.0.2.10 - A problem occurred. (Ask your postmaster for help or to contact tosa@rx.t-online.de to clarify.) (BL)",
      "block_reputation",
    ],
    [
      "554-mx.example.net (mxgmx104) Nemesis ESMTP Service not available\r\n554-No SMTP service\r\n554-IP address is block listed.\r\n554 For explanation visit https://postmaster.gmx.net/en/case?c=r0201",
      "block_reputation",
    ],
    [
      "550-Requested action not taken: mailbox unavailable\r\n550 For explanation visit https://postmaster.gmx.net/en/case?c=r0104",
      "invalid_recipient",
    ],
    [
      "550 <siti@example.net>: Reject due to SPF policy. The originating IP of the message is not permitted by the domain owner",
      "auth_failure",
    ],
    ["451 Vorübergehender Fehler, bitte später erneut versuchen", "remote_trouble"],
  ],
  French: [
    [
      "550 5.1.1 Adresse d au moins un destinataire invalide. Invalid recipient. OFR_416 [416]",
      "invalid_recipient",
    ],
    ["550 5.5.0 Adresse destinataire invalide. Invalid recipient. LPN007_416", "invalid_recipient"],
    ["550 Utilisateur inconnu", "invalid_recipient"],
    ["552 Boîte aux lettres pleine", "mailbox_full"],
    ["550 5.2.1 Ce compte est désactivé", "inactive_mailbox"],
    [
      "421 mwinf5c04 ME Trop de connexions, veuillez verifier votre configuration. Too many connections, slow down. OFR004_104 [104]",
      "rate_limited",
    ],
    [
      "421 4.7.1 Service refuse. Veuillez essayer plus tard. Service refused, please try later. OFR004_105",
      "remote_trouble",
    ],
    ["450 4.1.8 Emetteur invalide. Invalid Sender. LPN007_405", "sender_rejected"],
    ["550 5.2.0 Mail rejete. Mail rejected. ofr_506 [506]", "policy"],
  ],
  "Spanish, Portuguese, Italian, Dutch": [
    ["550 5.1.1 Usuario desconocido", "invalid_recipient"],
    ["550 La cuenta de correo no existe", "invalid_recipient"],
    ["550 Usuário inexistente", "invalid_recipient"],
    ["550 Utente sconosciuto", "invalid_recipient"],
    ["550 onbekende gebruiker", "invalid_recipient"],
    ["552 Buzón lleno", "mailbox_full"],
    ["552 Caixa postal cheia", "mailbox_full"],
    ["552 Casella di posta piena", "mailbox_full"],
  ],
  Chinese: [
    ["550 User not found: siti@163.example", "invalid_recipient"],
    [
      "550 Mailbox not found. http://service.mail.qq.com/cgi-bin/help?subtype=1&&id=20022&&no=1000728",
      "invalid_recipient",
    ],
    ["550 RC:NE The email account does not exist.", "invalid_recipient"],
    ["550 收件人不存在", "invalid_recipient"],
    ["552 邮箱已满", "mailbox_full"],
    ["550 User suspended", "inactive_mailbox"],
    ["550 Mailbox unavailable or access denied [siti@58.example]", "doubtful_address"],
    ["554 DT:SPM 163 mx12,wKgBYF0, please see http://mail.163.com/help/help_spam_16.htm", "spam_content"],
    [
      "421 HL:REP 163 mx9,I8CowEDJ please see http://mail.163.com/help/help_spam_16.htm?ip=192.0.2.10",
      "rate_limited",
    ],
    ["550 Ip frequency limited. http://service.mail.qq.com/cgi-bin/help", "rate_limited"],
    ["550 Mail content denied. http://service.mail.qq.com/cgi-bin/help", "spam_content"],
  ],
  Japanese: [
    ["550 5.1.1 <siti@example.ne.jp>: User unknown", "invalid_recipient"],
    ["550 宛先が見つかりません", "invalid_recipient"],
    ["552 メールボックスがいっぱいです", "mailbox_full"],
    // After RCPT, the mobile networks mean a filter of the recipient's by this.
    ["550 Unknown user siti@docomo.example (in reply to end of DATA command)", "doubtful_address"],
  ],
  "other big mailbox providers": [
    ["550 5.7.1 No such user!", "invalid_recipient"],
    ["550 5.7.1 Policy rejection on the target address", "recipient_policy"],
    [
      "550 Message was not accepted -- invalid mailbox. Local mailbox siti@example.com is unavailable: user not found (in reply to end of DATA command)",
      "invalid_recipient",
    ],
    ["550 5.2.1 <siti@example.net>... Addressee unknown", "invalid_recipient"],
    ["450 4.2.1 Mailbox receives too much mail", "recipient_rate"],
    ["450 MI:SFQ smtp1", "rate_limited"],
    ["554 HL:IPB 192.0.2.10", "block_reputation"],
    ["550 5.5.0 Service refuse. Service refused, please try later. LPN001_108", "block_reputation"],
  ],
  gateways: [
    ["550 Envelope blocked - User Entry", "recipient_policy"],
    ["554 5.7.1 <siti@example.org>: Recipient address rejected: ERS-Block", "recipient_policy"],
    ["554 5.7.1 <siti@example.org>: Recipient address rejected: Invalid-Recipient.", "invalid_recipient"],
    ["550 5.1.8 rejecting spoofed mail", "auth_failure"],
    ["553 you may not use me as a relay, but ask your own provider", "relay_denied"],
    ["421 Connection refused, too many sessions", "rate_limited"],
    ["421 No more concurrent connections", "rate_limited"],
    ["421 Sender address blocked", "block_reputation"],
    ["550 This address no longer accepts mail", "inactive_mailbox"],
    ["550 Sending for this account is disabled", "server_refuses"],
    ["550 Unauthenticated senders not allowed", "sign_in_refused"],
    ["550 Sorry, unknown user or not enabled", "doubtful_address"],
    ["451 4.4.3 SPF lookup failed temporarily", "remote_trouble"],
    [
      "550 Invalid Recipient - https://community.mimecast.com/docs/DOC-1369#550 [vH7Ns8biNg]",
      "invalid_recipient",
    ],
    [
      "550 csi.mimecast.org Poor Reputation Sender. - https://community.mimecast.com/docs/DOC-1369#550 [vH7Ns8biNg]",
      "block_reputation",
    ],
    ["550 permanent failure for one or more recipients (siti@example.org:blocked)", "policy"],
    ["550 #5.1.0 Address rejected.", "invalid_recipient"],
    [
      "554-mx.example.org\r\n554 Your access to this mail system has been rejected due to the sending MTA's poor reputation.",
      "block_reputation",
    ],
    [
      "550 #5.7.1 Your access to submit messages to this e-mail system has been rejected.",
      "block_reputation",
    ],
    ["550-Invalid recipient <siti@example.org>\r\n550 (#5.1.1)", "invalid_recipient"],
    ["550 5.7.1 Unable to deliver: user unknown or message refused", "doubtful_address"],
    ["553 sorry, no mailbox here by that name (#5.1.1 - chkuser)", "invalid_recipient"],
    ["550 Too many invalid recipients", "rate_limited"],
    ["550 5.7.1 Your IP address is blacklisted by recipient", "block_reputation"],
    [
      "550 5.2.1 Mailbox unavailable. Your IP address 192.0.2.10 is blacklisted using SPAMHAUS-XBL.",
      "block_reputation",
    ],
    [
      "554 5.7.1 <siti@example.org>: Recipient address rejected: https://www.spamhaus.org/query/ip/192.0.2.10",
      "block_reputation",
    ],
    ["550 Your message was blocked by the recipient's blacklist", "recipient_policy"],
  ],
  "servers that write their own words": [
    ["550 We will not relay for you", "relay_denied"],
    ["553 The relay of mail is not permitted here", "relay_denied"],
    ["550 5.1.1 siti@example.org is not found in relay recipient map", "invalid_recipient"],
    ["554 Listed at a DNSBL: sender rejected", "block_reputation"],
    ["550 5.7.1 Your sender address is on the user's reject list", "recipient_policy"],
    ["550 The addressee does not want your mail", "recipient_policy"],
    ["550 5.7.1 RESOLVER.RST.NotAuthorized", "recipient_policy"],
    ["550 No access for your IP", "block_reputation"],
    ["554 192.0.2.10 is refused", "block_reputation"],
    ["550 Mail from 192.0.2.10 was rejected here", "block_reputation"],
    ["550 We take no mail from that country", "block_reputation"],
    ["550 Your HELO was denied", "auth_failure"],
    ["451 Rate of mail exceeded", "rate_limited"],
    ["450 Too many unknown rcpts from host", "rate_limited"],
    ["553 Mail from address is invalid", "sender_rejected"],
    ["550 Too many Received headers; received headers exceed 30", "remote_trouble"],
    ["450 4.2.1 Account is temporarily not available", "remote_trouble"],
    ["550 We got no answer from mx.example.org", "remote_trouble"],
    ["552 The user's quota is over", "mailbox_full"],
    ["554 The text has forbidden words", "spam_content"],
    ["550 This user cannot receive mail", "doubtful_address"],
    ["550 Doesn't exist such user", "invalid_recipient"],
    ["550 nosuchuser: siti", "invalid_recipient"],
    ["550 mailbox not available", "invalid_recipient"],
    ["550 No mail hosts for domain example.org", "invalid_domain"],
  ],
};

for (const [provider, replies] of Object.entries(said)) {
  describe(`what is said by ${provider} is understood`, () => {
    test.each(replies)("%s", (reply, category) => {
      expect(
        classifyReply({ replyCode: Number(reply.slice(0, 3)), replyText: reply.slice(4) }).category,
      ).toBe(category);
    });
  });
}

const greylisting = [
  "450 4.2.0 <siti@example.org>: Recipient address rejected: Greylisted, see http://postgrey.example/help/example.org.html",
  "451 4.7.1 Greylisting in action, please come back later",
  "451 4.7.1 Greylisting in action, please come back in 00:04:59",
  "450 4.7.1 <siti@example.org>: Recipient address rejected: Graylisted: please try again in 5 mins",
  "451 Greylisted, please try again in 300 seconds (#4.3.0)",
  "421 4.7.0 Grey-listed, retry later",
  "450 4.4.2 Recipient address rejected: Service is unavailable, try again in 4 minutes",
  "451 4.3.2 Please try again in 10 minutes",
  "450 Please wait 5 minutes and try again",
  "450 4.7.1 Retry after 900 seconds",
  "451 Silakan coba lagi dalam 15 menit",
];
test.each(greylisting)("first contact that is asked to come back is tried again soon: %s", (reply) => {
  expect(classifyReply({ replyCode: Number(reply.slice(0, 3)), replyText: reply.slice(4) })).toMatchObject({
    category: "greylisted",
    effect: "none",
  });
});

test("a server that asks for a pause because of our pace is slowed down for, not taken for a greylist", () => {
  for (const reply of [
    "421 4.7.0 Too many messages, try again in 60 seconds",
    "451 4.7.1 Rate limit reached, retry in 5 minutes",
  ]) {
    expect(classifyReply({ replyCode: Number(reply.slice(0, 3)), replyText: reply.slice(4) }).category).toBe(
      "rate_limited",
    );
  }
});
