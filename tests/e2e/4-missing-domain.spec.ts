import { database } from "#lib/platform/database.ts";
import { makeLaunchedCampaign } from "#tests/support/campaign.ts";
import { startSink } from "#tests/support/smtp-sink.ts";
import { expect, test } from "./browser-test.ts";

test.use({ storageState: "test-results/owner.json" });

test("a domain that many contacts have and that is said to be gone is given up by a person, not before", async ({
  page,
}) => {
  const domain = "closed-company.example";
  const sink = await startSink({
    rule: ({ point, recipient }) =>
      point === "rcpt" && recipient.endsWith(domain) ? "550 5.1.2 Bad destination host: NXDOMAIN" : undefined,
  });
  const member = await database().member.findFirstOrThrow({ where: { role: "owner" } });
  const staff = Array.from({ length: 20 }, (_, index) => `staff${index + 1}@${domain}`);
  const { id } = await makeLaunchedCampaign({ actor: member, port: sink.port, recipients: staff });

  const claim = page.getByText(`${domain} does not exist or takes no mail: 20 contacts`);
  await page.goto(`${process.env.KURIR_URL}/campaigns/${id}`);
  await expect(page.getByText("Finished")).toBeVisible({ timeout: 240_000 });
  await expect(claim).toBeVisible();
  await page.goto(`${process.env.KURIR_URL}/reports/${id}`);
  await expect(claim).toBeVisible();
  await page.goto(`${process.env.KURIR_URL}/`);
  await page.getByRole("link", { name: `${domain}: is it still there?` }).click();
  await expect(claim).toBeVisible();

  await page.getByRole("button", { name: "Suppress all 20" }).click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog).toContainText(`Stop mail to all 20 contacts at ${domain}?`);
  await dialog.getByRole("button", { name: "Suppress all 20" }).click();
  await expect(claim).toBeHidden();
  await page.goto(`${process.env.KURIR_URL}/reports/${id}`);
  await expect(page.getByRole("list", { name: "Who decided what" })).toContainText(
    `stopped mail to all 20 contacts at ${domain}`,
  );
  await sink.close();
});
