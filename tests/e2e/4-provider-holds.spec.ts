import { database } from "#lib/platform/database.ts";
import { makeLaunchedCampaign } from "#tests/support/campaign.ts";
import { startSink } from "#tests/support/smtp-sink.ts";
import { expect, test } from "./browser-test.ts";

test.use({ storageState: "test-results/owner.json" });

test("a provider that does not believe the sender is named with what to do; a person puts it right and lets it go on", async ({
  page,
}) => {
  const sink = await startSink({
    rule: ({ point, recipient }) =>
      point === "rcpt" && recipient.endsWith("@gmail.com")
        ? "550 5.7.26 This mail has been blocked because the sender is unauthenticated"
        : undefined,
  });
  const member = await database().member.findFirstOrThrow({ where: { role: "owner" } });
  const people = Array.from({ length: 30 }, (_, index) => [
    `held${index}@gmail.com`,
    `free${index}@held.example`,
  ]).flat();
  const { id } = await makeLaunchedCampaign({ actor: member, port: sink.port, recipients: people });

  await page.goto(`${process.env.KURIR_URL}/campaigns/${id}`);
  const notice = page
    .getByRole("alert")
    .filter({ hasText: "Google does not believe that this mail is yours" });
  await expect(notice).toBeVisible({ timeout: 240_000 });
  await expect(notice).toContainText("everybody else gets theirs");
  await expect(notice).toContainText("Whose side: Your domain or server");
  await expect(notice).toContainText("Check the sender's domain and put its records right");
  await notice.getByText("What Google said").click();
  await expect(notice).toContainText("550 5.7.26 This mail has been blocked");
  await expect.poll(() => sink.received.length, { timeout: 240_000 }).toBe(30);

  await page.goto(`${process.env.KURIR_URL}/`);
  await expect(page.getByRole("link", { name: /Google does not believe that it is yours/ })).toBeVisible();

  sink.setRule(undefined);
  await page.goto(`${process.env.KURIR_URL}/campaigns/${id}`);
  await notice.getByRole("button", { name: "Let it go on for Google" }).click();
  await expect(notice).toBeHidden();
  await expect(page.getByText("Finished")).toBeVisible({ timeout: 240_000 });
  const { accepted, bounced } = await database().campaign.findUniqueOrThrow({ where: { id } });
  expect(accepted + bounced).toBe(60);
  await sink.close();
});
