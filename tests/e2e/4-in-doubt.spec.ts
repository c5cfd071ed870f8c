import { database } from "#lib/platform/database.ts";
import { makeLaunchedCampaign } from "#tests/support/campaign.ts";
import { startSink } from "#tests/support/smtp-sink.ts";
import { expect, test } from "./browser-test.ts";

test.use({ storageState: "test-results/owner.json" });

test("whoever's answer was lost is listed; one is left, the others are sent to once more", async ({
  page,
}) => {
  // Takes the first copy for a doubtful person, and closes before it has said so.
  const sink = await startSink({
    rule: ({ point, recipient, attempt }) =>
      point === "dot" && recipient.startsWith("doubt") && attempt === 1 ? { do: "receive-close" } : undefined,
  });
  const member = await database().member.findFirstOrThrow({ where: { role: "owner" } });
  const people = ["fine@in-doubt.example", ...[1, 2, 3].map((number) => `doubt${number}@in-doubt.example`)];
  const { id } = await makeLaunchedCampaign({ actor: member, port: sink.port, recipients: people });
  const copies = () =>
    Object.fromEntries(
      people.map((email) => [email, sink.received.filter(({ recipient }) => recipient === email).length]),
    );

  await page.goto(`${process.env.KURIR_URL}/campaigns/${id}`);
  await expect(page.getByRole("heading", { name: "3 people in doubt" })).toBeVisible({ timeout: 240_000 });
  await expect(page.getByText("Finished")).toBeVisible({ timeout: 240_000 });
  const first = page
    .getByRole("list", { name: "Messages in doubt" })
    .getByRole("listitem")
    .filter({ hasText: /doubt1@in-doubt\.example/ });
  await expect(first).toContainText("The connection ended after the whole mail had left");
  await expect(first).toContainText("attempt 1");

  await first.getByRole("button", { name: "Leave it" }).click();
  await expect(page.getByText("1 person may not have got it.")).toBeVisible();
  await page.getByRole("button", { name: "Leave 1 person" }).click();
  await expect(page.getByRole("heading", { name: "2 people in doubt" })).toBeVisible();
  await expect(first).toContainText("Left in doubt");

  await page.getByRole("button", { name: "Send all 2 again" }).click();
  await expect(page.getByText("2 people may get it twice.")).toBeVisible();
  await page.getByRole("button", { name: "Send again to 2 people" }).click();
  await expect(page.getByRole("heading", { name: "1 person was left in doubt" })).toBeVisible({
    timeout: 240_000,
  });
  await expect(page.getByText("Finished")).toBeVisible({ timeout: 240_000 });
  const history = page.getByRole("list", { name: "Who decided what" }).getByRole("listitem");
  await expect(history).toContainText(["had mail in doubt sent again to 2 people", "left 1 person in doubt"]);
  expect(copies()).toEqual({
    "fine@in-doubt.example": 1,
    "doubt1@in-doubt.example": 1,
    "doubt2@in-doubt.example": 2,
    "doubt3@in-doubt.example": 2,
  });
  await first.getByRole("link").click();
  const decision = page.getByRole("listitem").filter({ hasText: /Decided by / });
  await expect(decision).toContainText("Left in doubt");
  await sink.close();
});
