import type { Page } from "@playwright/test";
import { expect, test } from "./browser-test.ts";

const home = () => process.env.KURIR_URL ?? "";

test.use({ storageState: "test-results/owner.json" });

test("pace and hours are kept as they are chosen, and hours that never come are told before Send", async ({
  page,
}) => {
  await page.goto(`${home()}/campaigns/new`);
  await page.getByLabel("Name").fill("Evening letter");
  await page.getByRole("button", { name: "Start writing" }).click();
  await page.getByRole("button", { name: "Sender and time" }).click();
  await page.getByLabel("Try again for").selectOption({ label: "6 hours" });
  await page.getByText("Pace and hours").click();
  await page.getByLabel("Only at certain hours").check();
  await page.getByRole("textbox", { name: "From", exact: true }).fill("18:00");
  await page.getByLabel("Until").fill("21:30");
  await page.getByLabel("Sat", { exact: true }).uncheck();
  await page.getByLabel("Spread").selectOption({ label: "Evenly over 4 hours" });
  await page.getByLabel("It goes before them").check();

  const most = page.getByLabel("At most, mails per second");
  await most.fill("0");
  await expect(most).toHaveAccessibleDescription(/A number from 0.01 to 10,000/);
  await most.fill("2.5");
  await expect(most).toHaveAccessibleDescription(/limits of the sending server/);
  await saved(page);

  await page.reload();
  await expect(page.getByLabel("Try again for")).toHaveValue("6");
  await expect(page.getByRole("textbox", { name: "From", exact: true })).toHaveValue("18:00");
  await expect(page.getByLabel("Until")).toHaveValue("21:30");
  await expect(page.getByLabel("Sat", { exact: true })).not.toBeChecked();
  await expect(page.getByLabel("Sun", { exact: true })).toBeChecked();
  await expect(page.getByLabel("Spread")).toHaveValue("4");
  await expect(most).toHaveValue("2.5");
  await expect(page.getByLabel("It goes before them")).toBeChecked();

  // Undone by hand, they stay unfolded.
  await page.getByLabel("Only at certain hours").uncheck();
  await page.getByLabel("Sat", { exact: true }).check();
  await page.getByLabel("Spread").selectOption({ label: "As fast as the server takes it" });
  await most.fill("");
  await page.getByLabel("It takes turns with them").check();
  await expect(page.getByLabel("It takes turns with them")).toBeVisible();
  await page.getByLabel("Only at certain hours").check();
  await page.getByRole("textbox", { name: "From", exact: true }).fill("18:00");
  await page.getByLabel("Until").fill("18:00");
  await expect(page.getByText("These hours never come")).toBeVisible();
  await page.getByRole("button", { name: "Next: Review" }).click();
  await expect(page.getByText("The chosen hours never come")).toBeVisible();
  await page.getByRole("button", { name: "Sender and time" }).click();
  await page.getByLabel("Until").fill("21:30");
  await expect(page.getByText("These hours never come")).toHaveCount(0);
  await saved(page);
});

test("a sending server keeps the limits that are filled in, and a wrong one is told at its field", async ({
  page,
}) => {
  const limits = {
    "Connections at once": "7",
    "Messages per second": "2.5",
    "Messages an hour": "1500",
    "Messages a day": "10000",
    "Messages per connection": "50",
    Weight: "3",
    "Sends from": "22:00",
    Until: "06:30",
    "Sender domains": "example.com, shop.example",
  };
  await page.goto(`${home()}/settings/servers/new?preset=other`);
  await page.getByLabel("Name", { exact: true }).fill("Relay with limits");
  await page.getByLabel("Host").fill("smtp.example.com");
  for (const [label, value] of Object.entries(limits))
    await page.getByLabel(label, { exact: true }).fill(value);

  await page.getByLabel("Messages an hour").fill("0");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("A whole number of 1 or more, or empty.")).toBeVisible();
  await expect(page.getByLabel("Messages an hour")).toBeFocused();
  await page.getByLabel("Messages an hour").fill("1500");
  await page.getByRole("button", { name: "Save" }).click();

  await page.getByRole("link", { name: "Relay with limits" }).click();
  for (const [label, value] of Object.entries(limits))
    await expect(page.getByLabel(label, { exact: true })).toHaveValue(value);
});

/** What was changed is written down: said once the last change has gone out. */
async function saved(page: Page): Promise<void> {
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
}
