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
