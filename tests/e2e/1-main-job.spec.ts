import { sampleContacts } from "#scripts/demo/sample-contacts.ts";
import { expect, owner, test } from "./browser-test.ts";

const recipients = 60;
const session = "test-results/owner.json";

test.describe.configure({ mode: "serial" });

test("the one-time link makes the owner, and only once", async ({ page }) => {
  await page.goto(process.env.KURIR_OWNER_LINK ?? "");
  await page.getByLabel("Your name").fill(owner.name);
  await page.getByLabel("E-mail").fill(owner.email);
  await page.getByLabel("Password").fill(owner.password);
  await page.getByLabel("Workspace name").fill(owner.workspaceName);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByText("Sandbox: nothing leaves this machine")).toBeVisible();
  await page.context().storageState({ path: session });

  await page.goto(process.env.KURIR_OWNER_LINK ?? "");
  await expect(page.getByRole("heading", { name: "This link has been used" })).toBeVisible();
});

test("a wrong password is told, the right one leads on, and signing out ends the session", async ({
  page,
}) => {
  await page.goto(`${process.env.KURIR_URL}/campaigns`);
  await expect(page).toHaveURL(/\/sign-in/);
  await page.getByLabel("E-mail").fill(owner.email);
  await page.getByLabel("Password").fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("E-mail and password do not match.")).toBeVisible();
  await expect(page.getByLabel("E-mail")).toHaveValue(owner.email);
  await page.getByLabel("Password").fill(owner.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "Campaigns", exact: true })).toBeVisible();

  await page.getByRole("button", { name: "Account" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goto(`${process.env.KURIR_URL}/campaigns`);
  await expect(page).toHaveURL(/\/sign-in/);
});

test.describe("before its scripts run", () => {
  test.use({ javaScriptEnabled: false });

  test("a form is not sent, and what was typed neither is lost nor gets into the address", async ({
    page,
  }) => {
    await page.goto(`${process.env.KURIR_URL}/sign-in`);
    await page.locator("input[name=email]").fill(owner.email);
    await page.locator("input[name=password]").fill(owner.password);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.locator("input[name=password]")).toHaveValue(owner.password);
    expect(page.url()).not.toContain("password");
    await expect(page.locator("form")).toHaveAttribute("method", "post");
  });
});

test.describe("signed in", () => {
  test.use({ storageState: session });

  test("a CSV becomes contacts on a list, and its bad rows are told by number", async ({ page }) => {
    await page.goto(`${process.env.KURIR_URL}/contacts/import`);
    await page.locator('input[type="file"]').setInputFiles({
      name: "customers.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(sampleContacts(recipients).csv),
    });
    await expect(page.getByRole("heading", { name: "What is in the columns?" })).toBeVisible();
    await expect(page.getByText("Separated by commas")).toBeVisible();
    await page.getByLabel("Name of the new list").fill("Newsletter");
    await page.getByRole("button", { name: "Start import" }).click();
    await expect(
      page.getByText("61 rows in the file: 60 new + 0 updated + 0 unchanged + 1 rejected."),
    ).toBeVisible();
    await expect(page.getByText("Not an e-mail address").first()).toBeVisible();
  });

  test("a template is made from a starter and saved", async ({ page }) => {
    await page.goto(`${process.env.KURIR_URL}/templates/new`);
    await page
      .getByRole("button", { name: /Newsletter/ })
      .first()
      .click();
    await expect(page).toHaveURL(/\/templates\/[0-9a-f-]{36}/);
  });

  test("a campaign goes from its name to a report whose books balance", async ({ page }) => {
    await page.goto(`${process.env.KURIR_URL}/campaigns/new`);
    await page.getByLabel("Name").fill("November news");
    await page.getByRole("button", { name: "Start writing" }).click();

    await page.getByRole("region", { name: "Send to" }).getByText("Newsletter").click();
    await page.getByRole("button", { name: "Next: Content" }).click();
    await page
      .getByRole("button", { name: /Newsletter/ })
      .first()
      .click();
    await page.getByLabel("Subject").fill('Hello {{ contact.first_name | default: "friend" }}');
    await page.getByRole("button", { name: "Next: Sender and time" }).click();
    await page.getByRole("radio", { name: new RegExp(owner.email) }).check({ force: true });
    await page.getByRole("button", { name: "Next: Review" }).click();
    await page.getByRole("button", { name: `Send to ${recipients} people` }).click();

    await expect(page.getByText("Finished").first()).toBeVisible({ timeout: 240_000 });
    await page
      .getByRole("main")
      .getByRole("link", { name: /report/i })
      .first()
      .click();
    await expect(page).toHaveURL(/\/reports\//);
    await expect(page.getByRole("heading", { name: "November news" })).toBeVisible();
  });
});
