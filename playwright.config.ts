import { defineConfig } from "@playwright/test";
import { findChromium } from "#tests/support/find-chromium.ts";

const executablePath = findChromium();

// The main job in a real browser, against one installation of its own that tests/e2e/start-kurir.ts starts from the
// production build.
export default defineConfig({
  testDir: "tests/e2e",
  testMatch: "*.spec.ts",
  globalSetup: "./tests/e2e/start-kurir.ts",
  outputDir: "test-results",
  forbidOnly: true,
  retries: 0,
  workers: 1,
  // For a machine ten times slower than a small one: only a test that fails waits for so long.
  timeout: 600_000,
  expect: { timeout: 120_000 },
  use: {
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    viewport: { width: 1440, height: 900 },
    locale: "en-GB",
    timezoneId: "Asia/Jakarta",
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
