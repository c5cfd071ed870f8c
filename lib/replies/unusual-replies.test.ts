import { describe, expect, test } from "vitest";
import { classifyReply } from "./classify-reply.ts";
import type { ReplyCategory } from "./reply-category.ts";

function classify(reply: string, stage?: "mail" | "dot") {
  return classifyReply({ replyCode: Number(reply.slice(0, 3)), replyText: reply.slice(4), stage });
}

/** In the manner of servers that were met while collecting replies, in other words than theirs. */
const said: Record<string, [string, ReplyCategory][]> = {
  "our own server": [
    ["550 198.51.100.7 may not use this server for sending", "relay_denied"],
    ["554 Rejected relay attempt", "relay_denied"],
    ["550 Sending is only allowed with authentication", "sign_in_refused"],
    ["550 You cannot send mails from this address: cannot send messages as promo", "sender_rejected"],
    ["554 Envelope and header must be same as auth user", "sender_rejected"],
    ["550 You have reached the limit on the number of outgoing messages", "server_quota"],
  ],
  "our address, name and pace": [
    ["554 SBRS of 198.51.100.7 is below what we take", "block_reputation"],
    ["554 (CON:B1) see the help pages", "block_reputation"],
    ["521 5.2.1 (CON:B1) see the help pages", "block_reputation"],
    ["550 You are on an open relay", "block_reputation"],
    ["550 Your mail server is currently blocked", "block_reputation"],
    ["550 5.7.0 Refused by our reputation service", "block_reputation"],
    ["556 MX check error of 198.51.100.7", "auth_failure"],
    ["550 The IP name lookup failed", "auth_failure"],
    ["550 The sender IP must resolve", "auth_failure"],
    ["554 This sender is not allowed to send for example.com: Sender Policy Framework", "auth_failure"],
    ["550 5.7.1 Too high an unknown recipient rate", "rate_limited"],
    ["451 The server has reached its limit for your host", "rate_limited"],
    ["450 Too many requests from you in this hour", "rate_limited"],
    ["553 The return domain cannot be found", "sender_rejected"],
  ],
  "the message": [
    ["550 One of the words in your message is not wanted", "spam_content"],
    ["552 Rejected by DCC", "spam_content"],
    ["550 esmtp protocol error found", "protocol"],
    ["550 The mail has no Message-ID field", "protocol"],
    ["550 The header error was found by the parser", "protocol"],
    ["550 We have quarantined it", "policy"],
    ["550 The message has been rejected", "policy"],
    ["550 Mail with an attachment is for friends", "policy"],
  ],
  "the mailbox": [
    ["550 siti is now disabled at our service", "inactive_mailbox"],
    ["553 This is a private list", "recipient_policy"],
    ["550 siti does not have an account here", "invalid_recipient"],
    ["554 Rcpt siti does not exist", "invalid_recipient"],
    ["550 No mail box available for siti", "invalid_recipient"],
    ["550 The recipient must exist", "invalid_recipient"],
    ["550 unroutable domain", "invalid_domain"],
  ],
  "an address that may or may not be there": [
    ["550 BAD_RECIPIENT, see the help pages", "doubtful_address"],
    ["550 User siti not OK", "doubtful_address"],
    ["550 User is not a member of this domain", "doubtful_address"],
    ["550 The recipient could not be verified", "doubtful_address"],
    ["550 recipient rejected. It stands in many examples", "doubtful_address"],
    ["550 The address is ambiguous", "doubtful_address"],
  ],
};

for (const [subject, replies] of Object.entries(said)) {
  describe(`words of a server's own about ${subject} are understood`, () => {
    test.each(replies)("%s", (reply, category) => {
      expect(classify(reply).category).toBe(category);
    });
  });
}

test.each([
  "550 5.7.1 Unknown recipient, for the tenth time: you exceed what we bear",
  "556 We had a look at your IP",
  "550 Mailbox unavailable, this server takes no mail from this sender",
  "550 Mailbox unavailable. Failure sending mail, try again later",
  "550 Verification failed for promo@example.com: no such user here. Sender verify failed",
  "550 Utente sconosciuto o casella piena",
  "550 5.1.1 You are not subscribed to this list",
  "550 5.1.1 Your domain has no postmaster",
  "550 5.1.3 The address has a bad address syntax",
  "550 Hostname of domain: invalid EHLO domain, unknown",
])("sounds like nobody there, and costs no contact: %s", (reply) => {
  expect(classify(reply).effect).not.toBe("suppress");
});

test("plain words after a 500 are believed, for some servers know no other code", () => {
  expect(classify("500 No such user here").effect).toBe("suppress");
  expect(classify("500 5.5.1 Command unknown, no such user").effect).not.toBe("suppress");
  expect(classify("501 No such user here").effect).not.toBe("suppress");
  expect(classify("500 No such user here", "dot").effect).not.toBe("suppress");
});

test("before any recipient was named, a refusal for no known reason that names the sender is about ours", () => {
  expect(classify("550 The sender has a strange look", "mail").category).toBe("sender_rejected");
  expect(classify("450 The sender has a strange look", "mail").category).toBe("remote_trouble");
  expect(classify("550 The sender has a strange look", "dot").category).toBe("unknown");
});

test("a word of refusal alone tells whose side it is on, and beside a code of addresses says nothing", () => {
  expect(classify("550 The client is not welcome").category).toBe("block_reputation");
  expect(classify("550 198.51.100.7 forbidden").category).toBe("block_reputation");
  expect(classify("550 The user is forbidden").category).toBe("doubtful_address");
  expect(classify("550 Forbidden").category).toBe("policy");
  expect(classify("550 Pengiriman ditolak").category).toBe("policy");
  expect(classify("550 5.1.1 Forbidden").category).toBe("invalid_recipient");
  expect(classify("550 A riddle").category).toBe("unknown");
});
