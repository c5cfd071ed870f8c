import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";

const systemBrowsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/**
 * The browser for the end-to-end tests: Playwright's own where it is installed (undefined), else the system's.
 * @throws when there is none: the run must fail and say so, never skip
 */
export function findChromium(): string | undefined {
  if (existsSync(chromium.executablePath())) return undefined;
  const found = systemBrowsers.find((path) => existsSync(path));
  if (found) return found;
  throw new Error(
    "No Chromium for the end-to-end tests. Install one with `npx playwright install chromium`, or on Debian `apt-get install chromium`.",
  );
}
