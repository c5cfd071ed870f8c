import { database } from "#lib/platform/database.ts";
import { makeLaunchedCampaign } from "#tests/support/campaign.ts";
import { startSink } from "#tests/support/smtp-sink.ts";
import { expect, test } from "./browser-test.ts";

test.use({ storageState: "test-results/owner.json" });

test("a finished campaign goes on with the failed and with those who have not had it, each by a button that says how many", async ({
  page,
}) => {
  const sink = await startSink({
    rule: ({ point, recipient, attempt }) =>
      point === "rcpt" && recipient.startsWith("blocked") && attempt === 1
        ? "550 5.7.1 blocked using zen.spamhaus.org"
        : undefined,
  });
  const member = await database().member.findFirstOrThrow({ where: { role: "owner" } });
  const people = ["fine", "blocked1", "blocked2"].map((name) => `${name}@not-had.example`);
  const { id, listId } = await makeLaunchedCampaign({ actor: member, port: sink.port, recipients: people });
  const copies = () => sink.received.map(({ recipient }) => recipient.split("@")[0]).sort();
  const isFinished = () => expect(page.getByText("Finished")).toBeVisible({ timeout: 240_000 });

  await page.goto(`${process.env.KURIR_URL}/campaigns/${id}`);
  await isFinished();
  await database().contact.create({
    data: {
      workspaceId: member.workspaceId,
      email: "newcomer@not-had.example",
      subscriptions: { create: { listId, source: "hand" } },
    },
  });
  await page.reload();
  const section = page.getByRole("region", { name: "Who has not had it" });
  await expect(section.getByRole("listitem")).toHaveText([
    /^Send to those who have not had it1 person joined the lists since/,
    /^Retry the failed2 people were refused/,
  ]);

  await section.getByRole("button", { name: "Retry 2 people" }).click();
  const question = page.getByRole("alertdialog");
  await expect(question).toContainText("First put right what the refusals were about");
  await question.getByRole("button", { name: "Retry 2 people" }).click();
  await expect(section.getByRole("listitem")).toHaveText([/joined the lists since/], { timeout: 240_000 });
  await isFinished();
  expect(copies()).toEqual(["blocked1", "blocked2", "fine"]);

  await section.getByRole("button", { name: "Send to 1 person" }).click();
  await question.getByRole("button", { name: "Send to 1 person" }).click();
  await expect(section).toBeHidden();
  await isFinished();
  expect(copies()).toEqual(["blocked1", "blocked2", "fine", "newcomer"]);
  await sink.close();
});
