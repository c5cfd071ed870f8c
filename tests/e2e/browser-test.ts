import { test as base, expect } from "@playwright/test";

/**
 * Playwright's test with two promises kept on every page: nothing is written to the console at error level, and nothing is asked
 * of another host.
 */
export const test = base.extend<{ expectedNoise: RegExp; quiet: undefined }>({
  /** What a test provokes on purpose, such as the browser's own line about a refused upload. */
  expectedNoise: [/^$/, { option: true }],
  quiet: [
    async ({ page, expectedNoise }, use) => {
      const noise: string[] = [];
      const home = process.env.KURIR_URL;
      page.on("console", (message) => {
        // Playwright's own script meets the previews, which forbid scripts; ours has none in them.
        if (message.text().includes("Blocked script execution in 'about:srcdoc'")) return;
        if (message.type() !== "error" || expectedNoise.test(message.text())) return;
        noise.push(`${page.url()}: ${message.text()}`);
      });
      page.on("pageerror", (error) => noise.push(`${page.url()}: ${error.message}`));
      page.on("request", (request) => {
        const { origin, protocol } = new URL(request.url());
        if (["http:", "https:"].includes(protocol) && origin !== home) noise.push(`asked ${request.url()}`);
      });
      await use(undefined);
      expect(noise).toEqual([]);
    },
    { auto: true },
  ],
});

export const owner = {
  name: "Sari Dewi",
  email: "sari@toko-kopi.example",
  password: "pagi yang cerah",
  workspaceName: "Toko Kopi Nusantara",
};

export { expect };
