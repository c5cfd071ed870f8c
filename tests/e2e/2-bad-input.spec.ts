import type { Page } from "@playwright/test";
import { expect, test } from "./browser-test.ts";

const home = () => process.env.KURIR_URL ?? "";

test.use({ storageState: "test-results/owner.json" });

test.describe("files", () => {
  // The browser writes every refused upload to the console by itself.
  test.use({ expectedNoise: /the server responded with a status of 422/ });

  test("what is no CSV, and a quote that is never closed, are refused with the line; nothing is imported", async ({
    page,
  }) => {
    await page.goto(`${home()}/contacts/import`);
    await choose(page, "photo.csv", Buffer.from([0x89, 0x50, 0x4e, 0x47, ...Array<number>(400).fill(1)]));
    await expect(page.getByText("This file does not hold text, so it is no CSV.")).toBeVisible();
    await choose(
      page,
      "early.csv",
      Buffer.from('email,name\na@never.example,A\nb@never.example,"B\nc@never.example,C'),
    );
    await expect(page.getByText("A quote is opened in line 3 and never closed.")).toBeVisible();

    // So far down that the beginning of the file looks well.
    const rows = Array.from({ length: 5_000 }, (_, index) => `p${index}@never.example,Person ${index}`);
    await choose(page, "late.csv", Buffer.from(["email,name", ...rows, 'z@never.example,"Z'].join("\n")));
    await page.locator("select", { has: page.locator('option[value="new"]') }).selectOption("new");
    await page.getByLabel("Name of the new list").fill("Never made");
    await page.getByRole("button", { name: "Start import" }).click();
    await expect(page.getByText("The import failed")).toBeVisible();
    await expect(page.getByText("A quote is opened in line 5,002 and never closed.")).toBeVisible();

    await page.goto(`${home()}/contacts?q=never.example`);
    await expect(page.getByText("Nobody fits this search")).toBeVisible();
    await page.goto(`${home()}/contacts/lists`);
    await expect(page.getByRole("link", { name: "Newsletter" })).toBeVisible();
    await expect(page.getByText("Never made")).toHaveCount(0);
  });
});

test("an invalid template is told at its line when saving, and the saved one stays as it was", async ({
  page,
}) => {
  await page.goto(`${home()}/templates/new`);
  await page
    .getByRole("button", { name: /Newsletter/ })
    .first()
    .click();
  await expect(page).toHaveURL(/\/templates\/[0-9a-f-]{36}/);
  const address = page.url();
  const body = (line: string) =>
    `<mjml><mj-body>\n<mj-section><mj-column>\n<mj-text>Hello</mj-text>\n${line}\n</mj-section></mj-body></mjml>`;

  await write(page, body("<mj-text>Never closed</mj-text>"));
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText(/^Not saved: \d+ errors? to mend first$/)).toBeVisible();
  await expect(page.getByRole("button", { name: /mj-column.* is never closed.*Line 2/ })).toBeVisible();

  await write(page, body("<mj-text>{{ contact.frist_name }}</mj-text></mj-column>"));
  await expect(
    page.getByRole("button", { name: /contact\.frist_name.*Did you mean.*contact\.first_name.*Line 4/ }),
  ).toBeVisible();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Not saved: 1 error to mend first")).toBeVisible();

  await page.goto(address);
  await expect(page.getByRole("textbox", { name: "MJML source" })).toContainText("mj-title");
  await expect(page.getByText("frist_name")).toHaveCount(0);
});

test("a server that cannot be reached is told in words by the test button, and is not saved by it", async ({
  page,
}) => {
  await page.goto(`${home()}/settings/servers/new?preset=other`);
  await page.getByLabel("Name", { exact: true }).fill("Nobody home");
  await page.getByLabel("Host", { exact: true }).fill("127.0.0.1");
  await page.getByLabel("Port", { exact: true }).fill("587");
  await page.getByRole("button", { name: "Test the connection" }).click();
  await expect(page.getByText("The server cannot be used like this.")).toBeVisible();
  await expect(page.getByText("nothing listens on this port", { exact: false })).toBeVisible();
  await expect(page.getByLabel("Host")).toHaveValue("127.0.0.1");
  await page.goto(`${home()}/settings/servers`);
  await expect(page.getByRole("link", { name: /sandbox/i }).first()).toBeVisible();
  await expect(page.getByText("Nobody home")).toHaveCount(0);
});

test("a campaign whose time has passed asks before it sends, and Cancel sends nothing", async ({ page }) => {
  await page.goto(`${home()}/campaigns/new`);
  await page.getByLabel("Name").fill("Late news");
  await page.getByRole("button", { name: "Start writing" }).click();
  await page.getByRole("region", { name: "Send to" }).getByText("Newsletter").click();
  await page.getByRole("button", { name: "Next: Content" }).click();
  await page
    .getByRole("button", { name: /Newsletter/ })
    .first()
    .click();
  await page.getByLabel("Subject").fill("Yesterday's news");
  await page.getByRole("button", { name: "Next: Sender and time" }).click();
  await page.getByRole("radio", { name: /sari@toko-kopi\.example/ }).check({ force: true });
  await page.getByRole("radio", { name: "At a date and time" }).check();
  await page.getByLabel("Date and time", { exact: true }).fill("2020-01-01T09:00");
  await expect(page.getByText("This time has passed.")).toBeVisible();
  await page.getByRole("button", { name: "Next: Review" }).click();
  await page.getByRole("button", { name: /^Schedule for \d+ people$/ }).click();
  const question = page.getByRole("alertdialog", { name: /The time has passed\. Send to \d+ people now\?/ });
  await question.getByRole("button", { name: "Cancel" }).click();
  await expect(question).toBeHidden();
  await page.reload();
  await expect(page.getByLabel("Name of the campaign")).toHaveValue("Late news");
});

test("a recipient's link: looking changes nothing, the button unsubscribes, a forged one leads nowhere", async ({
  page,
}) => {
  await page.goto(`${home()}/sandbox`);
  const mail = await page.getByRole("main").locator('a[href^="/sandbox/"]').first().getAttribute("href");
  await page.goto(`${home()}${mail}?view=text`);
  const text = (await page.locator("pre").textContent()) ?? "";
  const recipient = (await page.locator("dd").first().textContent()) ?? "";
  const link = /https?:\S+\/u\/[\w-]+/.exec(text)?.[0] ?? "";
  const click = /https?:\S+\/t\/c\/[\w-]+/.exec(text)?.[0] ?? "";

  for (const forged of [
    `${click.slice(0, -1)}${click.endsWith("A") ? "B" : "A"}`,
    `${home()}/t/c/x`,
    `${link}A`,
  ]) {
    const answer = await page.request.get(forged, { maxRedirects: 0 });
    expect([answer.status(), answer.headers().location], forged).toEqual([404, undefined]);
  }

  await page.request.head(link);
  await page.request.get(link);
  await page.goto(link);
  await expect(page.getByRole("heading", { name: "Unsubscribe from this mail?" })).toBeVisible();
  await page.getByRole("button", { name: "Unsubscribe" }).click();
  await expect(page.getByRole("heading", { name: "You are unsubscribed" })).toBeVisible();
  await page.goto(link);
  await expect(page.getByRole("heading", { name: "You are unsubscribed" })).toBeVisible();

  await page.goto(`${home()}/contacts?q=${encodeURIComponent(recipient)}`);
  await page.getByRole("main").locator('a[href^="/contacts/"]', { hasText: recipient }).click();
  await expect(page.getByText("Unsubscribed").first()).toBeVisible();
});

async function choose(page: Page, name: string, buffer: Buffer): Promise<void> {
  await page.locator('input[type="file"]').setInputFiles({ name, mimeType: "text/csv", buffer });
}

/** Replaces what stands in the code editor. */
async function write(page: Page, source: string): Promise<void> {
  await page.getByRole("textbox", { name: "MJML source" }).click();
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.insertText(source);
}
