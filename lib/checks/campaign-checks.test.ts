import { describe, expect, test } from "vitest";
import { finishedDraft } from "#tests/support/draft.ts";
import { type CampaignFacts, gmailClipBytes, isReady, judgeCampaign } from "./campaign-checks.ts";

const ready: CampaignFacts = {
  draft: finishedDraft,
  audience: { entries: 10, subtractions: [], audience: 10 },
  sender: { email: "news@example.com", servers: ["Relay"], isSandbox: false },
  content: { problems: [], sizeBytes: 20_000, hasUnsubscribeLink: true },
  appUrl: "https://mail.example.com",
  now: new Date("2026-11-21T07:30:00Z"),
};

const verdictOf = (facts: CampaignFacts, key: string) =>
  judgeCampaign(facts).find((check) => check.key === key)?.verdict;
const draft = (changes: Partial<CampaignFacts["draft"]>) => ({
  ...ready,
  draft: { ...ready.draft, ...changes },
});
const content = (changes: Partial<NonNullable<CampaignFacts["content"]>>) => ({
  ...ready,
  content: { problems: [], sizeBytes: 20_000, hasUnsubscribeLink: true, ...changes },
});
const problem = { part: "mjml", message: "content.problems.noAlt", values: {}, line: 3 } as const;

test("what is complete is green in every line", () => {
  const checks = judgeCampaign(ready);
  expect(checks.map(({ verdict }) => verdict)).toEqual(checks.map(() => "ok"));
  expect(isReady(checks)).toBe(true);
});

describe("a campaign cannot go", () => {
  const cases: [string, CampaignFacts][] = [
    ["no_list", draft({ includeListIds: [] })],
    ["audience_empty", { ...ready, audience: { entries: 3, subtractions: [], audience: 0 } }],
    ["no_subject", draft({ subject: "  " })],
    ["no_content", { ...ready, content: null }],
    ["content_errors", content({ problems: [{ ...problem, severity: "error" }] })],
    ["no_unsubscribe_link", content({ hasUnsubscribeLink: false })],
    ["no_sender", { ...ready, sender: null }],
    ["window_never", draft({ windowDays: [] })],
    ["window_never", draft({ windowFrom: "09:00", windowTo: "09:00" })],
  ];
  for (const [key, facts] of cases) {
    test(`with ${key}`, () => {
      expect(verdictOf(facts, key)).toBe("stop");
      expect(isReady(judgeCampaign(facts))).toBe(false);
    });
  }
});

describe("a campaign may go, and its author is told", () => {
  const cases: [string, CampaignFacts][] = [
    ["subject_long", draft({ subject: "x".repeat(61) })],
    ["content_warnings", content({ problems: [{ ...problem, severity: "warning" }] })],
    ["size_clipped", content({ sizeBytes: gmailClipBytes + 1 })],
    ["sandbox", { ...ready, sender: { email: "a@b.example", servers: ["Sandbox"], isSandbox: true } }],
    ["links_here", { ...ready, appUrl: "http://localhost:3000" }],
    ["links_here", { ...ready, appUrl: "http://127.0.0.1:3000" }],
    ["links_here", { ...ready, appUrl: "http://[::1]:3000" }],
    ["schedule_past", draft({ scheduledAt: "2026-11-21T07:30:00.000Z" })],
  ];
  for (const [key, facts] of cases) {
    test(`of ${key}`, () => {
      expect(verdictOf(facts, key)).toBe("warn");
      expect(isReady(judgeCampaign(facts))).toBe(true);
    });
  }

  test("not of links to this machine where the mail stays on it", () => {
    const sandbox = { email: "a@b.example", servers: ["Sandbox"], isSandbox: true };
    expect(verdictOf({ ...ready, sender: sandbox, appUrl: "http://localhost:3000" }, "links_here")).toBe(
      undefined,
    );
  });

  test("not at the limit itself", () => {
    expect(verdictOf(content({ sizeBytes: gmailClipBytes }), "size")).toBe("ok");
  });
});

test("a sender that several servers share names each of them, and no more than a line holds", () => {
  const through = (servers: string[]) =>
    judgeCampaign({ ...ready, sender: { email: "a@b.example", servers, isSandbox: false } }).find(({ key }) =>
      key.startsWith("sender"),
    );
  expect(through(["Relay"])).toMatchObject({ key: "sender", values: { server: "Relay" } });
  expect(through(["Relay", "Second"])).toMatchObject({
    key: "sender_shared",
    values: { email: "a@b.example", count: 2, servers: "Relay, Second" },
  });
  expect(through([..."abcdefg"])?.values).toEqual({
    email: "a@b.example",
    count: 7,
    servers: "a, b, c, d, e …",
  });
});
