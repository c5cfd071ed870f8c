import type { Page } from "@playwright/test";
import { expect } from "./browser-test.ts";

type Look = { width: 1440 | 390; colorScheme: "light" | "dark" };

/** Both languages, each first in one of the two looks that differ most: the other looks are made of that in place. */
export const readings = [
  { locale: "en", language: "English", first: { width: 1440, colorScheme: "light" } },
  { locale: "id", language: "Bahasa Indonesia", first: { width: 390, colorScheme: "dark" } },
] as const satisfies { locale: string; language: string; first: Look }[];

export async function show(page: Page, { width, colorScheme }: Look): Promise<void> {
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({ colorScheme });
}

/** Nothing of the page that is open sticks out sideways, wide and narrow, light and dark, with all that was folded away. */
export async function expectToFit(page: Page, path: string, first: Look): Promise<void> {
  await unfold(page);
  const looks: Look[] = [
    first,
    { ...first, width: first.width === 1440 ? 390 : 1440 },
    { ...first, colorScheme: first.colorScheme === "light" ? "dark" : "light" },
  ];
  for (const look of looks) {
    await show(page, look);
    await expect.soft(page.locator("html"), path).toHaveAttribute("data-theme", look.colorScheme);
    await expect
      .configure({ soft: true, timeout: 3_000 })
      .poll(() => overflow(page), {
        message: `sideways overflow of ${path} at ${look.width} px, ${look.colorScheme}`,
      })
      .toBeLessThanOrEqual(0);
  }
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
