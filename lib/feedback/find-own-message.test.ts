import { afterEach, expect, test, vi } from "vitest";
import { deriveMessageIdKey, messageIdHeader } from "#lib/mail/message-id.ts";

const [present, before, another] = ["present", "before", "another"].map(
  (name) => `the ${name} secret of an installation and long enough`,
) as [string, string, string];

afterEach(() => vi.unstubAllEnvs());

test("a report about a mail that left before the secret was changed is known, one under a stranger's secret is not", async () => {
  vi.stubEnv("APP_SECRET", present);
  vi.stubEnv("APP_SECRETS_PREVIOUS", before);
  vi.resetModules();
  const { findOwnMessage } = await import("./find-own-message.ts");
  const returned = (secret: string) =>
    `Message-ID: <${messageIdHeader("42", "news@kopi.example", deriveMessageIdKey(secret))}>`;
  expect([present, before, another].map((secret) => findOwnMessage(returned(secret)))).toEqual([
    "42",
    "42",
    null,
  ]);
});
