import { expect, test } from "vitest";
import { classifyReply } from "./classify-reply.ts";
import { type ReplyCategory, replyCategories } from "./reply-category.ts";
import { replyRules } from "./reply-rules.ts";

const classify = (reply: string) => {
  const [, code = "", replyText = ""] = /^(\d{3}) ([\s\S]*)$/.exec(reply) ?? [];
  return classifyReply({ replyCode: Number(code), replyText });
};

test("every rule's own example is decided by that rule's category, whatever stands before it", () => {
  for (const { category, example } of replyRules) expect(classify(example).category, example).toBe(category);
});

// Written in the manner of real servers; none of them stands in a rule.
const replies: [string, ReplyCategory][] = [
  ["550 5.1.1 <budi@example.org> user unknown", "invalid_recipient"],
  ["550 No such user - psmtp", "invalid_recipient"],
  ["550 #5.1.0 Address rejected.", "invalid_recipient"],
  [
    "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup",
    "invalid_recipient",
  ],
  [
    "554 5.7.1 <budi@example.org>: Recipient address rejected: User unknown in relay recipient table",
    "invalid_recipient",
  ],
  ["553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)", "relay_denied"],
  ["550 mailbox not available, user budi@example.org not found", "invalid_recipient"],
  [
    "450 4.1.1 <budi@example.org>: Recipient address rejected: unverified address: unknown user",
    "invalid_recipient",
  ],
  ["550 5.1.2 The domain example.invalid does not exist", "invalid_domain"],
  ["556 5.1.10 Recipient address has a null MX", "invalid_domain"],
  ["550 5.2.1 This account has been suspended for inactivity", "inactive_mailbox"],
  ["554 5.2.1 mailbox is closed", "inactive_mailbox"],
  ["552 5.2.2 <budi@example.org>: user is over quota", "mailbox_full"],
  ["452 4.3.1 Insufficient system storage", "remote_trouble"],
  ["452 4.2.2 The recipient's inbox is out of storage space. Please try again in 5 seconds", "mailbox_full"],
  ["451 4.7.1 Greylisting in effect, please come back later", "greylisted"],
  [
    "450 4.2.0 <budi@example.org>: Recipient address rejected: Policy restrictions; try again in 5 seconds",
    "greylisted",
  ],
  ["421 4.7.0 Too many connections from your IP", "rate_limited"],
  ["452 4.5.3 Too many recipients", "rate_limited"],
  ["550 5.7.606 Access denied, banned sending IP [192.0.2.10]", "block_reputation"],
  [
    "550 5.7.1 Unfortunately, messages from [192.0.2.10] weren't sent, part of their network is on our block list (S3140)",
    "block_reputation",
  ],
  [
    "554 5.7.1 Service unavailable; Client host [192.0.2.10] blocked using bl.spamcop.net",
    "block_reputation",
  ],
  [
    "550 5.7.515 Access denied, sending domain example.com does not meet the required authentication level",
    "auth_failure",
  ],
  ["550 5.7.1 Email rejected per DMARC policy for example.com", "auth_failure"],
  ["550 5.7.25 The IP address sending this message does not have a PTR record setup", "auth_failure"],
  ["554 5.7.1 Message scored too high on spam scale", "spam_content"],
  ["550 5.7.1 Message contains malware", "policy"],
  ["552 5.2.3 Message length exceeds the maximum message size limit", "message_too_big"],
  ["550 5.7.133 Sender not authenticated for group; members only", "recipient_policy"],
  ["454 4.7.1 <budi@example.org>: Relay access denied", "relay_denied"],
  [
    "550 5.7.60 Client does not have permissions to send as this sender: not authorized to send as",
    "sender_rejected",
  ],
  [
    "554 Message rejected: Email address is not verified. The following identities failed the check",
    "sender_rejected",
  ],
  ["530 5.7.1 Authentication required", "sign_in_refused"],
  ["451 4.3.2 Please try again later", "remote_trouble"],
  ["421 4.3.2 System not accepting network messages, service temporarily unavailable", "remote_trouble"],
  ["451 4.4.3 DNS lookup timeout", "remote_trouble"],
  ["550 you shall not pass", "unknown"],
  // What a code or a word alone would get wrong.
  ["550 5.7.1 rejected", "policy"],
  ["554 5.7.1 <blocked-user@example.org>: Access denied", "policy"],
  ["550 5.1.1 <nospam@example.org>: unknown user", "invalid_recipient"],
  ["421 4.7.0 To best protect our users from spam, the message has been blocked", "spam_content"],
  ["550 5.5.0 The recipient account is blocked", "inactive_mailbox"],
  ["550 5.7.1 Your account is disabled. Contact your provider", "server_refuses"],
  ["454 Throttling failure: Daily message quota exceeded", "server_quota"],
  ["550 5.7.27 Sender domain did not pass SPF", "auth_failure"],
  ["554 5.4.14 Hop count exceeded - possible mail loop", "remote_trouble"],
  ["450 4.4.1 The recipient server did not accept our requests to connect", "remote_trouble"],
  ["550 5.2.1 The user is receiving mail at a rate that prevents delivery", "recipient_rate"],
  ["550 5.1.0 <promo@example.com> sender rejected", "sender_rejected"],
  ["550 5.1.8 Cannot resolve your domain", "sender_rejected"],
  ["553 5.1.2 Sender domain not found in DNS", "sender_rejected"],
  ["550 5.1.1 Could not verify sender", "sender_rejected"],
  ["550 5.2.2 mailbox unavailable: over quota", "mailbox_full"],
  ["550 5.1.6 Address has changed, moved with no forwarding address", "invalid_recipient"],
  ["550 5.7.1 Recipient's mailbox blocks mail from your domain's IP, listed by Spamhaus", "block_reputation"],
];

for (const [reply, category] of replies) {
  test(`${category}: ${reply.slice(0, 70)}`, () => {
    expect(classify(reply).category).toBe(category);
  });
}

test("only faults of the recipient or the domain touch the contact, and only permanent ones more than softly", () => {
  for (const [reply] of [...replies, ...replyRules.map(({ example }) => [example] as const)]) {
    const { scope, effect, permanence } = classify(reply);
    if (effect !== "none") expect(["recipient", "domain"], reply).toContain(scope);
    if (effect === "suppress" || effect === "repeated") expect(permanence, reply).toBe("permanent");
  }
});

test("a fault of the sender, the set-up or the message never suppresses", () => {
  for (const { scope, effect } of Object.values(replyCategories)) {
    if (!["recipient", "domain"].includes(scope)) expect(effect).toBe("none");
  }
});

test("a refusal of MAIL says nothing about the recipient, whatever its words", () => {
  const said = { replyCode: 550, replyText: "5.1.8 Domain of sender address does not exist" };
  expect(classifyReply({ ...said, stage: "mail" })).toMatchObject({
    category: "sender_rejected",
    effect: "none",
  });
  expect(classifyReply({ replyCode: 450, replyText: "mailbox full", stage: "mail" }).category).toBe(
    "remote_trouble",
  );
});

test("an enhanced code may stand apart or in the text, and lines of one reply are read as one", () => {
  const apart = classifyReply({ replyCode: 550, enhancedCode: "5.1.1", replyText: "sorry" });
  expect(apart.category).toBe("invalid_recipient");
  expect(
    classify("550 550-5.1.1 The email account that you\r\n550-5.1.1 tried to reach does not exist.").category,
  ).toBe("invalid_recipient");
});

test("a hostile reply cannot hold up the classifier", () => {
  for (const text of [
    "recipient ".repeat(20_000),
    "a".repeat(200_000),
    "mail ".repeat(40_000),
    "4.7.1 ".repeat(30_000),
    "dkim ".repeat(40_000),
    "spf sender ip helo mail from ".repeat(6_000),
    "user unknown or mailbox rejects mail ".repeat(5_000),
    // 10 KB of anything: every octet there is, over and over.
    String.fromCharCode(...Array.from({ length: 10_240 }, (_, index) => (index * 7919) % 256)),
  ]) {
    expect(classifyReply({ replyCode: 550, replyText: text }).permanence).toBe("permanent");
  }
});

/** How the same words come back from another server: quoted, prefixed, shortened, shouted, with somebody's footer. */
const disguises: Record<string, (reply: { code: string; rest: string }) => string> = {
  "as it is": ({ code, rest }) => `${code} ${rest}`,
  "without its enhanced code": ({ code, rest }) => `${code} ${rest.replace(/^[245]\.\d+\.\d+ ?/, "")}`,
  shouted: ({ code, rest }) => `${code} ${rest.toUpperCase()}`,
  "behind the recipient's address": ({ code, rest }) =>
    `${code} ${rest.replace(/^([245]\.\d+\.\d+ )?/, "$1<siti@example.org>: ")}`,
  "quoted by a relay": ({ code, rest }) =>
    `${code} host mx.example.org [192.0.2.7] said: ${code} ${rest} (in reply to RCPT TO command)`,
  "in two lines": ({ code, rest }) =>
    `${code} ${rest.replace(/^([245]\.\d+\.\d+ )?/, `$1Sorry.\r\n${code} $1`)}`,
  "with a queue id": ({ code, rest }) => `${code} ${rest} 4si211252vws.10 - gsmtp`,
};

test("in every disguise, what is no fault of the recipient or the domain does nothing to the contact", () => {
  for (const { category, example } of replyRules) {
    const { scope } = replyCategories[category];
    if (scope === "recipient" || scope === "domain") continue;
    const [, code = "", rest = ""] = /^(\d{3}) ([\s\S]*)$/.exec(example) ?? [];
    for (const [name, disguise] of Object.entries(disguises)) {
      // A bare code has no words to go by, and a temporary one may be said for good by the next server.
      if (rest.replace(/^[245]\.\d+\.\d+ ?/, "") === "sorry") continue;
      for (const said of [code, `5${code.slice(1)}`]) {
        const reply = disguise({ code: said, rest: rest.replace(/^[245]\./, `${said[0]}.`) });
        expect(classify(reply), `${name}: ${reply}`).toMatchObject({ effect: "none" });
      }
    }
  }
});

test("in every disguise, a mailbox or domain that is gone for good is known as such", () => {
  for (const { category, example } of replyRules) {
    if (category !== "invalid_recipient" && category !== "invalid_domain") continue;
    const [, code = "", rest = ""] = /^(\d{3}) ([\s\S]*)$/.exec(example) ?? [];
    if (rest.replace(/^[245]\.\d+\.\d+ ?/, "") === "sorry") continue;
    for (const [name, disguise] of Object.entries(disguises)) {
      const reply = disguise({ code, rest });
      // Of what is known by its code, the words alone may be less than proof.
      const known = name === "without its enhanced code" ? [category, "doubtful_address"] : [category];
      expect(known, `${name}: ${reply}`).toContain(classify(reply).category);
    }
  }
});

test("at any stage but MAIL the words decide, and a temporary fault of the mailbox counts softly at most", () => {
  for (const { example } of replyRules) {
    const [, code = "", replyText = ""] = /^(\d{3}) ([\s\S]*)$/.exec(example) ?? [];
    const whatever = classifyReply({ replyCode: Number(code), replyText });
    for (const stage of ["rcpt", "data", "dot"] as const) {
      const { category } = classifyReply({ replyCode: Number(code), replyText, stage });
      const known = stage === "rcpt" ? [whatever.category] : [whatever.category, "doubtful_address"];
      expect(known, `${stage}: ${example}`).toContain(category);
    }
    const temporary = classify(`4${code.slice(1)} ${replyText.replace(/^5\./, "4.")}`);
    expect(["none", "soft"], example).toContain(temporary.effect);
    const atMail = classifyReply({ replyCode: Number(code), replyText, stage: "mail" });
    expect(atMail.effect, example).toBe("none");
  }
});

test("a recipient that was taken at RCPT is not given up for what was said of the content, unless the code says so too", () => {
  const late = (replyCode: number, replyText: string) =>
    ["data", "dot"].map((stage) => classifyReply({ replyCode, replyText, stage: stage as "data" | "dot" }));
  for (const { category, effect } of late(550, "Unknown user siti@example.jp")) {
    expect(category).toBe("doubtful_address");
    expect(effect).toBe("soft");
  }
  for (const { effect } of late(550, "5.1.1 <siti@example.jp>: User unknown"))
    expect(effect).toBe("suppress");
  for (const { effect } of late(554, "delivery error: dd This user doesn't have a example.com account [0]"))
    expect(effect).toBe("suppress");
  // A bounce mail that does not tell when.
  const untold = (replyText: string, enhancedCode?: string) =>
    classifyReply({ replyCode: 550, replyText, enhancedCode, stage: "untold" });
  expect(untold("Unknown user siti@example.jp")).toMatchObject({ effect: "soft" });
  expect(untold("Unknown user siti@example.jp", "5.1.1")).toMatchObject({ effect: "suppress" });
  expect(untold("No such domain: example.org")).toMatchObject({ effect: "suppress" });
  expect(untold("no such user (in reply to RCPT TO command)")).toMatchObject({ effect: "suppress" });
  const quoted = "User unknown (in reply to end of DATA command)";
  expect(classifyReply({ replyCode: 550, replyText: quoted })).toMatchObject({ effect: "soft" });
  expect(
    classifyReply({ replyCode: 550, replyText: "no such user (in reply to MAIL FROM command)" }),
  ).toMatchObject({ category: "sender_rejected", effect: "none" });
});

const anotherKind = ["5.7.1", "5.7.0", "5.2.0", "5.2.1", "5.3.0"];

test("plain words in answer to the address are believed, whatever kind of permanent code a server put beside them", () => {
  for (const code of anotherKind) {
    for (const words of ["User unknown", "<siti@example.org>: no such mailbox", "No such user here"]) {
      for (const stage of ["rcpt", undefined] as const) {
        expect(
          classifyReply({ replyCode: 550, replyText: `${code} ${words}`, stage }),
          `${code} ${words}`,
        ).toMatchObject({ category: "invalid_recipient", effect: "suppress" });
      }
    }
  }
  expect(classify("553 5.3.0 <siti@example.org>... No such user here").effect).toBe("suppress");
  expect(classify("550 sorry, unknown user (#5.7.1)").effect).toBe("suppress");
});

test("beside a code of another kind, words never suppress that are not plain or do not answer the address", () => {
  for (const code of anotherKind) {
    for (const reply of [
      { replyText: `${code} domain does not exist` },
      { replyText: `${code} User unknown`, stage: "dot" as const },
      { replyText: `${code} User unknown`, stage: "data" as const },
      { replyText: `${code} User unknown`, stage: "untold" as const },
      { replyText: `host mx.example.org said: 550 ${code} user unknown` },
      { replyText: `${code} user unknown or message refused` },
      { replyText: `${code} no such user, see our policy` },
      { replyText: `${code} invalid user: access denied` },
      { replyText: `${code} unknown user, try again later` },
      { replyText: `${code} account not valid for sending` },
    ]) {
      const { effect } = classifyReply({ replyCode: 550, ...reply });
      expect(["none", "soft", "repeated"], JSON.stringify(reply)).toContain(effect);
      if (code !== "5.2.1") expect(["none", "soft"], JSON.stringify(reply)).toContain(effect);
    }
  }
});

test("words that say no such mailbox beside a temporary code, or one about the content, never suppress", () => {
  for (const code of ["5.6.0", "4.1.1", "4.7.1"]) {
    for (const words of ["User unknown", "<siti@example.org>: no such mailbox", "domain does not exist"]) {
      for (const reply of [
        { replyCode: 550, replyText: `${code} ${words}` },
        { replyCode: 550, enhancedCode: code, replyText: words },
        // The report's own status may be milder than the words it quotes, or stricter.
        { replyCode: 550, enhancedCode: "5.1.1", replyText: `550 ${code} ${words}` },
        { replyCode: 550, enhancedCode: "5.0.0", replyText: `550 ${code} ${words}` },
      ]) {
        expect(classifyReply(reply).effect, JSON.stringify(reply)).toBe("soft");
      }
    }
  }
  expect(classify("450 5.1.1 user unknown")).toMatchObject({ permanence: "temporary", effect: "soft" });
});

test("a code that says nobody is there, beside words that sound like a filter, is no proof", () => {
  for (const words of ["blocked", "access denied", "refused", "filtered by recipient's server"]) {
    expect(["soft", "none"], words).toContain(classify(`550 5.1.1 ${words}`).effect);
  }
});

const neverProof = [
  "550 5.7.1 sender account does not exist",
  "550 The sender's mailbox does not exist",
  "550 Sender address invalid: no such user",
  "550 Your e-mail address is unknown here",
  "550 Reply-To address not valid",
  "550 Address in From header does not exist",
  "550 Invalid user name or password",
  "550 Unknown host [192.0.2.10]",
  "550 Invalid HELO: host unknown",
  "550 Recipient does not accept mail from unknown user",
  "550 The recipient has blocked your address",
  "550 Blacklisted by recipient",
  "550 User unknown or access denied",
  "550 Mailbox unavailable: message rejected by policy",
  "550 The group you tried to contact may not exist, or you may not have permission to post to it",
  "550 Too many unknown users",
  "501 Invalid address",
  "501 5.1.3 Bad recipient address syntax: invalid address",
  "550 From: domain is invalid. Please provide a valid From",
  "553 5.1.0 example.com does not exist",
  "554 5.4.4 Name service error for name=example.org type=MX: Malformed or unexpected name server reply",
  "550 5.4.4 unable to route",
  "554 5.4.4 Domain lookup failed",
  "550 Relay not permitted: unknown user",
  "550 SPF check failed: domain does not exist",
  "550 DKIM: no such domain",
  "550 5.5.1 invalid command",
  "550 5.1.1 Message rejected: blocked by our policy",
  "550 host mx.example.org said: 550 5.7.1 user unknown",
  "553 mailbox name not allowed",
  "550 Service not available",
  "550 TLS is disabled for this user",
  "550 no such mail service",
];
test.each(neverProof)("never proof that nobody is there: %s", (reply) => {
  expect(["none", "soft"]).toContain(classify(reply).effect);
});

test("a code alone is no proof, but for the four that are defined to say that nobody is there", () => {
  const sure = ["5.1.1", "5.1.2", "5.1.6", "5.1.10"];
  for (const code of [
    "",
    "5.0.0",
    "5.1.0",
    "5.1.3",
    "5.2.0",
    "5.3.0",
    "5.4.1",
    "5.4.4",
    "5.5.0",
    "5.7.1",
    ...sure,
  ]) {
    for (const replyCode of [550, 551, 553, 554]) {
      const { effect } = classifyReply({ replyCode, replyText: code });
      expect(effect === "suppress", `${replyCode} ${code}`).toBe(sure.includes(code));
    }
  }
});
