import { globSync } from "node:fs";
import type { APIRequestContext, Page } from "@playwright/test";
import { expect, test } from "./browser-test.ts";

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
test.describe.configure({ timeout: 240_000 });

for (const { locale, language, first } of [
  { locale: "en", language: "English", first: { width: 1440, colorScheme: "light" } },
  { locale: "id", language: "Bahasa Indonesia", first: { width: 390, colorScheme: "dark" } },
] as const) {
  test(`every screen opens with a title and a heading in ${language}, and fits light and dark, wide and narrow`, async ({
    page,
    context,
  }) => {
    await context.addCookies([{ name: "kurir_locale", value: locale, url: home() }]);
    for (const path of await screens(context.request)) {
      await show(page, first.width, first.colorScheme);
      const answer = await page.goto(`${home()}${path}`);
      expect.soft(answer?.status(), path).toBe(200);
      await expect.soft(page.locator("html"), path).toHaveAttribute("lang", locale);
      await expect.soft(page.locator("h1"), `headings of ${path}`).toHaveText([/\S/]);
      await expect.soft(page, `title of ${path}`).toHaveTitle(path === "/" ? /\S/ : /\S.* · Kurir$/);
      await unfold(page);
      const looks = [
        first,
        { ...first, width: first.width === 1440 ? 390 : 1440 },
        { ...first, colorScheme: first.colorScheme === "light" ? "dark" : "light" },
      ] as const;
      for (const { width, colorScheme } of looks) {
        await show(page, width, colorScheme);
        await expect.soft(page.locator("html"), path).toHaveAttribute("data-theme", colorScheme);
        await expect
          .configure({ soft: true, timeout: 3_000 })
          .poll(() => overflow(page), {
            message: `sideways overflow of ${path} at ${width} px, ${colorScheme}`,
          })
          .toBeLessThanOrEqual(0);
      }
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

async function show(page: Page, width: number, colorScheme: "light" | "dark"): Promise<void> {
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({ colorScheme });
}

/** What is folded away must fit as well. */
async function unfold(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const folded of document.querySelectorAll<HTMLDetailsElement>("main details")) folded.open = true;
  });
}

async function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
