import { expect, test } from "vitest";
import english from "#messages/en/senders.json" with { type: "json" };
import indonesian from "#messages/id/senders.json" with { type: "json" };
import { normaliseServer, serverProblems } from "./sending-server.ts";
import { findPreset, serverPresets } from "./server-presets.ts";
import { tokenAddress } from "./token-address.ts";

test.each(serverPresets.map((preset) => [preset.key, preset] as const))(
  "%s gives a server that can be saved, encrypted, with a user name and words in both languages",
  (key, preset) => {
    for (const host of preset.hosts.length > 0
      ? preset.hosts.map(({ host: name }) => name)
      : ["mail.example.com"]) {
      const { hosts: _, limits, kind: __, ...fields } = preset;
      const draft = normaliseServer({ ...fields, ...limits, name: preset.name ?? key, host, preset: key });
      expect(serverProblems(draft)).toEqual([]);
    }
    expect(["starttls_required", "tls"]).toContain(preset.security);
    if (preset.signInMethod === "xoauth2") expect(tokenAddress(preset.tokenUrl ?? "")).toBeDefined();
    for (const words of [english, indonesian]) {
      expect(words.preset[key]).toMatchObject({ about: expect.any(String), username: expect.any(String) });
    }
    expect(findPreset(key)).toBe(preset);
  },
);

test.each([
  ["gmail", "smtp.gmail.com", 587, "starttls_required"],
  ["workspace", "smtp.gmail.com", 587, "starttls_required"],
  ["microsoft365", "smtp.office365.com", 587, "starttls_required"],
  ["ses", "email-smtp.ap-southeast-3.amazonaws.com", 587, "starttls_required"],
  ["sendgrid", "smtp.sendgrid.net", 587, "starttls_required"],
  ["mailgun", "smtp.eu.mailgun.org", 587, "starttls_required"],
  ["postmark", "smtp-broadcasts.postmarkapp.com", 587, "starttls_required"],
  ["brevo", "smtp-relay.brevo.com", 587, "starttls_required"],
  ["sparkpost", "smtp.sparkpostmail.com", 587, "starttls_required"],
  ["mailjet", "in-v3.mailjet.com", 587, "starttls_required"],
  ["mtarget", "smtp.mtrgt.net", 587, "starttls_required"],
  ["zoho", "smtppro.zoho.com", 465, "tls"],
] as const)("%s is reached where the provider says: %s, port %d, %s", (key, host, port, security) => {
  const preset = findPreset(key);
  expect(preset?.hosts.map(({ host: name }) => name)).toContain(host);
  expect(preset).toMatchObject({ port, security });
});

test("what the providers publish is what is filled in", () => {
  expect(findPreset("gmail")?.limits).toMatchObject({ dailyCap: 500 });
  expect(findPreset("workspace")?.limits).toMatchObject({ dailyCap: 2_000 });
  expect(findPreset("microsoft365")).toMatchObject({
    signInMethod: "xoauth2",
    limits: { maxConnections: 3, messagesPerSecond: 0.5, dailyCap: 10_000 },
  });
  expect(findPreset("sparkpost")).toMatchObject({
    username: "SMTP_Injection",
    limits: { messagesPerConnection: 100 },
  });
  expect(findPreset("nobody")).toBeUndefined();
});
