import { globSync } from "node:fs";
import type { APIRequestContext } from "@playwright/test";
import { expect, test } from "./browser-test.ts";
import { expectToFit, readings, show } from "./looks.ts";

const home = () => process.env.KURIR_URL ?? "";

/** Every page of the dashboard, as the folders say: a new one is looked at without being named here. */
const routes = globSync("app/(dashboard)/**/page.tsx")
  .map((file) => file.slice("app/(dashboard)".length, -"/page.tsx".length))
  .sort();

test.use({
  storageState: "test-results/owner.json",
  // A caught mail's pixel is not loaded, and the browser says so.
  expectedNoise: /violates the following Content Security Policy directive: "img-src data:"/,
});

// A page is loaded once per language, in the two looks that differ most; the others are made of it in place.
test.describe.configure({ timeout: 900_000 });

for (const { locale, language, first } of readings) {
  test(`every screen opens with a title and a heading in ${language}, and fits light and dark, wide and narrow`, async ({
    page,
    context,
  }) => {
    await context.addCookies([{ name: "kurir_locale", value: locale, url: home() }]);
    for (const path of await screens(context.request)) {
      await show(page, first);
      const answer = await page.goto(`${home()}${path}`);
      expect.soft(answer?.status(), path).toBe(200);
      await expect.soft(page.locator("html"), path).toHaveAttribute("lang", locale);
      await expect.soft(page.locator("h1"), `headings of ${path}`).toHaveText([/\S/]);
      await expect.soft(page, `title of ${path}`).toHaveTitle(path === "/" ? /\S/ : /\S.* · Kurir$/);
      await expectToFit(page, path, first);
    }
  });
}

/** The routes with the id of something there is in place of each parameter, and the steps of a draft's composer. */
async function screens(request: APIRequestContext): Promise<string[]> {
  const found: string[] = [];
  for (const route of routes) {
    const [base = "", rest] = route.split(/\/\[\w+\]/);
    if (rest === undefined) found.push(route || "/");
    // Of campaigns, one that was sent: those have a report.
    else found.push(`${base}/${await firstId(request, base === "/campaigns" ? "/reports" : base)}${rest}`);
  }
  const draft = await firstId(request, "/campaigns?state=draft");
  for (const step of ["audience", "content", "sender", "review"])
    found.push(`/campaigns/${draft}?step=${step}`);
  found.push("/settings/servers/new?preset=microsoft365", "/settings/servers/new?preset=other");
  return found;
}

/** The id in the first link of a list that leads to one of its things. */
async function firstId(request: APIRequestContext, list: string): Promise<string> {
  const base = list.split("?")[0];
  const html = await (await request.get(`${home()}${list}`)).text();
  const id = new RegExp(`href="${base}/([0-9a-f-]{36}|[0-9]+)[/?"]`).exec(html)?.[1];
  if (!id) throw new Error(`${list} leads to nothing`);
  return id;
}
