import { beforeEach, expect, test } from "vitest";
import type { Actor } from "#lib/accounts/actor.ts";
import { releaseProviderHold } from "#lib/decisions/release-provider-hold.ts";
import { recordReportMail } from "#lib/feedback/record-report-mail.ts";
import { readProviderHolds } from "#lib/holds/read-provider-holds.ts";
import { messageUrls } from "#lib/links/message-urls.ts";
import { messageIdHeader } from "#lib/mail/message-id.ts";
import { messageIdKeys } from "#lib/mail/message-id-key.ts";
import { database } from "#lib/platform/database.ts";
import {
  makeSentCampaign,
  type SentCampaign,
  type SentMessage,
} from "#tests/integration/tracking/sent-campaign.ts";
import { makeActor } from "#tests/support/workspace.ts";

let actor: Actor;
let campaign: SentCampaign;
let message: SentMessage;

beforeEach(async () => {
  actor = await makeActor();
  campaign = await makeSentCampaign(actor, ["budi@example.com", "sari@example.com"]);
  message = campaign.messages[0] as SentMessage;
});

const ownId = (id = message.id) => messageIdHeader(id, "news@kopi.example", messageIdKeys()[0]);
const mail = (lines: string[]) => new TextEncoder().encode(lines.join("\r\n"));

function bounce({
  id = ownId(),
  action = "failed",
  status = "5.1.1",
  words = "smtp; 550 5.1.1 no such user",
  text = "I could not deliver your mail.",
  about = ["Final-Recipient: rfc822; budi@example.com"],
  others = [] as string[],
} = {}): Uint8Array {
  return mail([
    "From: MAILER-DAEMON@mx.example.com",
    "To: news@kopi.example",
    "Subject: Undelivered Mail Returned to Sender",
    "MIME-Version: 1.0",
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b1"',
    "",
    "--b1",
    "Content-Type: text/plain",
    "",
    text,
    "--b1",
    "Content-Type: message/delivery-status",
    "",
    "Reporting-MTA: dns; mx.example.com",
    "",
    ...about,
    `Action: ${action}`,
    `Status: ${status}`,
    `Diagnostic-Code: ${words}`,
    "",
    ...others,
    "--b1",
    "Content-Type: message/rfc822",
    "",
    "From: Kopi <news@kopi.example>",
    "To: budi@example.com",
    `Message-ID: <${id}>`,
    "Subject: News",
    "",
    "Hello",
    "--b1--",
    "",
  ]);
}

/** As cPanel's Exim writes, which many sending servers of hosters are. */
function eximBounce({
  from = "Mail Delivery System <Mailer-Daemon@host.example>",
  id = ownId(),
  told = [
    "  budi@example.com",
    "    host mx.example.com [192.0.2.7]",
    "    SMTP error from remote mail server after RCPT TO:<budi@example.com>:",
    "    550 No such user here",
  ],
  opening = "A message that you sent could not be delivered to one or more of its\r\nrecipients.",
} = {}): Uint8Array {
  return mail([
    `From: ${from}`,
    "To: news@kopi.example",
    "Subject: Mail delivery failed: returning message to sender",
    "",
    "This message was created automatically by mail delivery software.",
    "",
    `${opening} This is a permanent error. The following address(es) failed:`,
    "",
    ...told,
    "",
    "------ This is a copy of the message, including all the headers. ------",
    "",
    "From: Kopi <news@kopi.example>",
    "To: budi@example.com",
    `Message-ID: <${id}>`,
    "",
    "Hello",
  ]);
}

function complaint({ type = "abuse", returned = [`Message-ID: <${ownId()}>`] } = {}): Uint8Array {
  return mail([
    "From: feedback@provider.example",
    "Subject: complaint",
    "MIME-Version: 1.0",
    'Content-Type: multipart/report; report-type=feedback-report; boundary="b2"',
    "",
    "--b2",
    "Content-Type: message/feedback-report",
    "",
    `Feedback-Type: ${type}`,
    "User-Agent: Provider/1.0",
    "Version: 1",
    "",
    "--b2",
    "Content-Type: message/rfc822",
    "",
    "From: Kopi <news@kopi.example>",
    ...returned,
    "",
    "Hello",
    "--b2--",
    "",
  ]);
}

const books = async () => {
  const { accepted, bounced, inDoubt, audience } = await database().campaign.findUniqueOrThrow({
    where: { id: campaign.id },
  });
  return { accepted, bounced, inDoubt, audience };
};
const row = () => database().message.findUniqueOrThrow({ where: { id: BigInt(message.id) } });
const contact = () => database().contact.findUniqueOrThrow({ where: { id: BigInt(message.contactId) } });

test("a mail that was accepted and came back is bounced, the books follow and the address is spared", async () => {
  expect(await recordReportMail(actor, bounce())).toEqual({
    outcome: "bounced",
    email: "budi@example.com",
    campaignId: campaign.id,
  });
  expect(await row()).toMatchObject({
    state: "bounced",
    category: "invalid_recipient",
    enhancedCode: "5.1.1",
    replyCode: 550,
  });
  expect(await books()).toEqual({ accepted: 1, bounced: 1, inDoubt: 0, audience: 2 });
  expect((await contact()).status).toBe("bounced");
  expect(
    await database().deliveryEvent.count({ where: { messageId: BigInt(message.id), kind: "bounced" } }),
  ).toBe(1);
});

test("the same report twice, or at once, counts once", async () => {
  const outcomes = await Promise.all([recordReportMail(actor, bounce()), recordReportMail(actor, bounce())]);
  expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(["bounced", "known"]);
  expect(await books()).toMatchObject({ accepted: 1, bounced: 1 });
});

const forwarded = [
  "Original-Recipient: rfc822; budi@example.com",
  "Final-Recipient: rfc822; old-address@elsewhere.example",
];

test("a mail that arrived is not bounced because it could not be forwarded from there", async () => {
  const others = ["Final-Recipient: rfc822; budi@example.com", "Action: delivered", "Status: 2.0.0", ""];
  const { outcome } = await recordReportMail(actor, bounce({ about: forwarded, others }));
  expect(outcome).toBe("nothing_final");
  expect((await row()).state).toBe("accepted");
  expect((await contact()).status).toBe("active");
});

test("a forwarding to a mailbox that is gone costs a contact nothing by itself, nor the sender a provider", async () => {
  await recordReportMail(actor, bounce({ about: forwarded }));
  expect(await row()).toMatchObject({ state: "bounced", category: "doubtful_address" });
  expect((await contact()).status).toBe("active");

  message = campaign.messages[1] as SentMessage;
  await recordReportMail(
    actor,
    bounce({ about: forwarded, status: "5.7.26", words: "smtp; 550 5.7.26 SPF check failed" }),
  );
  expect(await row()).toMatchObject({ state: "bounced", category: "unknown" });
});

test("a bounce that is not the address's fault spares no address", async () => {
  await recordReportMail(
    actor,
    bounce({ status: "5.7.1", words: "smtp; 550 5.7.1 Message rejected as spam" }),
  );
  expect((await row()).state).toBe("bounced");
  expect((await contact()).status).toBe("active");
});

test("an address that was taken and whose mail a filter then called unknown is not given up", async () => {
  const words = { status: "5.0.0", words: "smtp; 550 Unknown user budi@example.com" };
  const text = "said: 550 Unknown user budi@example.com (in reply to end of\r\n    DATA command)";
  await recordReportMail(actor, bounce({ ...words, text }));
  expect(await row()).toMatchObject({ state: "bounced", category: "doubtful_address" });
  expect((await contact()).status).toBe("active");

  message = campaign.messages[1] as SentMessage;
  await recordReportMail(
    actor,
    bounce({
      ...words,
      about: ["Final-Recipient: rfc822; sari@example.com"],
      text: "said: 550 Unknown user (in reply to RCPT TO command)",
    }),
  );
  expect(await row()).toMatchObject({ state: "bounced", category: "invalid_recipient" });
  expect((await contact()).status).toBe("bounced");
});

test("an address that a report calls unknown, and does not tell when or by what code, is not given up", async () => {
  await recordReportMail(
    actor,
    bounce({ status: "5.0.0", words: "smtp; 550 Unknown user budi@example.com" }),
  );
  expect(await row()).toMatchObject({ state: "bounced", category: "doubtful_address" });
  expect((await contact()).status).toBe("active");
});

test("a report in words alone counts as one with a part for machines does, and once", async () => {
  expect(await recordReportMail(actor, eximBounce())).toMatchObject({ outcome: "bounced" });
  expect(await row()).toMatchObject({
    state: "bounced",
    category: "invalid_recipient",
    replyCode: 550,
    replyText: "550 No such user here",
  });
  expect(await books()).toEqual({ accepted: 1, bounced: 1, inDoubt: 0, audience: 2 });
  expect((await contact()).status).toBe("bounced");
  expect(await recordReportMail(actor, eximBounce())).toMatchObject({ outcome: "known" });
});

test("words alone that leave doubt whose mailbox it was, or why, cost nobody their place", async () => {
  const generated = "    (generated from budi@example.com)";
  const unknown = "    SMTP error from remote mail server after RCPT TO:<x@y.example>: 550 5.1.1 unknown";
  await recordReportMail(actor, eximBounce({ told: ["  an undisclosed address", generated, unknown] }));
  expect(await row()).toMatchObject({ state: "bounced", category: "doubtful_address" });
  expect((await contact()).status).toBe("active");

  message = campaign.messages[1] as SentMessage;
  await recordReportMail(actor, eximBounce({ told: ["  sari@example.com", "    No Such User Here"] }));
  expect(await row()).toMatchObject({ state: "bounced", category: "doubtful_address" });
  expect((await contact()).status).toBe("active");
});

test("words alone move nobody where the mail below them is not ours, a person passed them on, or it is still tried", async () => {
  const none = { id: `m${message.id}.000000000000@kopi.example` };
  expect(await recordReportMail(actor, eximBounce(none))).toEqual({ outcome: "not_ours" });
  const person = { from: "Ayu <ayu@kopi.example>" };
  expect(await recordReportMail(actor, eximBounce(person))).toEqual({ outcome: "no_report" });
  const delay = {
    opening: "A message that you sent has not yet been delivered to one or more of its recipients.",
  };
  expect(await recordReportMail(actor, eximBounce(delay))).toEqual({ outcome: "no_report" });
  expect(await books()).toMatchObject({ accepted: 2, bounced: 0 });
});

test("a report that was kept with other ends of lines is read", async () => {
  const lines = (end: string) =>
    new TextEncoder().encode(new TextDecoder().decode(bounce()).replaceAll("\r\n", end));
  expect(await recordReportMail(actor, lines("\r"))).toMatchObject({ outcome: "bounced" });
  expect(await recordReportMail(actor, lines("\n"))).toMatchObject({ outcome: "known" });
});

test("a report of a delay changes nothing", async () => {
  expect(await recordReportMail(actor, bounce({ action: "delayed", status: "4.4.1" }))).toMatchObject({
    outcome: "nothing_final",
  });
  expect(await books()).toMatchObject({ accepted: 2, bounced: 0 });
});

test("a forged id, another workspace and an ordinary mail move nobody", async () => {
  expect(await recordReportMail(actor, bounce({ id: `m${message.id}.000000000000@kopi.example` }))).toEqual({
    outcome: "not_ours",
  });
  expect(await recordReportMail(await makeActor(), bounce())).toEqual({ outcome: "not_ours" });
  expect(
    await recordReportMail(
      actor,
      mail(["From: a@b.example", "Subject: Out of office", "", "Back on Monday"]),
    ),
  ).toEqual({
    outcome: "no_report",
  });
  expect(await books()).toMatchObject({ accepted: 2, bounced: 0 });
});

test("who reports spam gets nothing more, and the report says so once", async () => {
  expect(await recordReportMail(actor, complaint())).toMatchObject({ outcome: "complained" });
  expect(await recordReportMail(actor, complaint())).toMatchObject({ outcome: "known" });
  expect((await row()).complainedAt).toBeInstanceOf(Date);
  expect((await contact()).status).toBe("complained");
  expect((await row()).state).toBe("accepted");
});

test("a report whose id was blanked is known by the unsubscribe address", async () => {
  const returned = [
    "Message-ID: <redacted>",
    `List-Unsubscribe: <${messageUrls("https://kopi.example", message.id).unsubscribe}>`,
  ];
  expect(await recordReportMail(actor, complaint({ returned }))).toMatchObject({ outcome: "complained" });
});

test("not-spam takes nothing away, opt-out unsubscribes", async () => {
  expect(await recordReportMail(actor, complaint({ type: "not-spam" }))).toMatchObject({
    outcome: "nothing_final",
  });
  expect((await contact()).status).toBe("active");
  expect(await recordReportMail(actor, complaint({ type: "opt-out" }))).toMatchObject({
    outcome: "unsubscribed",
  });
  expect((await contact()).status).toBe("unsubscribed");
});

test("an opt-out from the mail of a contact that was deleted counts for the address", async () => {
  const { workspaceId } = actor;
  await database().contact.deleteMany({ where: { workspaceId, email: "budi@example.com" } });
  await database().contact.create({ data: { workspaceId, email: "budi@example.com" } });
  await recordReportMail(actor, complaint({ type: "opt-out" }));
  expect(
    await database().contact.findFirst({ where: { workspaceId, email: "budi@example.com" } }),
  ).toMatchObject({ status: "unsubscribed" });
});

test("reports that the sender is not proven stop the campaign for that provider, and only for what was sent before it was put right", async () => {
  const addresses = ["a", "b", "c", "d", "e"].map((name) => `${name}@gmail.com`);
  const { id: campaignId, messages } = await makeSentCampaign(actor, addresses);
  await database().message.updateMany({ where: { campaignId }, data: { provider: "google" } });
  const report = async (index: number) => {
    const words = "smtp; 550 5.7.26 This mail has been blocked because the sender is unauthenticated";
    const id = ownId(messages[index]?.id);
    const about = [`Final-Recipient: rfc822; ${addresses[index]}`];
    expect(await recordReportMail(actor, bounce({ id, about, status: "5.7.26", words }))).toMatchObject({
      outcome: "bounced",
    });
    return (await readProviderHolds(actor, campaignId)).map(({ name, category }) => [name, category]);
  };
  expect(await report(0)).toEqual([]);
  expect(await report(1), "one who forwards may bring two").toEqual([]);
  expect(await report(2)).toEqual([["Google", "auth_failure"]]);
  expect(await releaseProviderHold(actor, campaignId, "google")).toBe(true);
  expect(await report(3), "it had left before").toEqual([]);
  await database().message.updateMany({
    where: { campaignId, state: "accepted" },
    data: { acceptedAt: new Date(Date.now() + 60_000) },
  });
  expect(await report(4)).toEqual([["Google", "auth_failure"]]);
  expect(await database().suppression.count({ where: { workspaceId: actor.workspaceId } })).toBe(0);
});
