import { expect, test } from "vitest";
import { HitWindow } from "./hit-window.ts";
import { MinuteLimit } from "./minute-limit.ts";

const click = { messageId: "1", domain: "a.example", position: 0, network: "203.0.113.0/24", at: 1_000_000 };

test("other links of the same message are seen for ten seconds, the same link never", () => {
  const window = new HitWindow();
  window.note(click);
  expect(window.note({ ...click, at: click.at + 100 }).otherLinks).toEqual([]);
  expect(window.note({ ...click, position: 1, at: click.at + 500 }).otherLinks).toEqual([
    { position: 0, secondsAgo: 0.5 },
    { position: 0, secondsAgo: 0.4 },
  ]);
  expect(window.note({ ...click, position: 2, at: click.at + 30_000 }).otherLinks).toEqual([]);
});

test("recipients and their domains are counted per network and minute", () => {
  const window = new HitWindow();
  for (let each = 0; each < 12; each += 1) {
    window.note({ ...click, messageId: String(each), domain: `${each % 3}.example`, at: click.at + each });
  }
  expect(window.note({ ...click, messageId: "12", at: click.at + 20 })).toMatchObject({
    networkRecipients: 13,
    networkDomains: 4,
  });
  expect(window.note({ ...click, messageId: "13", at: click.at + 90_000 })).toMatchObject({
    networkRecipients: 1,
  });
});

test("wrong tokens meet a limit per network that ends with the minute", () => {
  const limit = new MinuteLimit(60);
  for (let each = 0; each < 60; each += 1) expect(limit.exceeded("n", 60_000)).toBe(false);
  expect(limit.exceeded("n", 60_001)).toBe(true);
  expect(limit.exceeded("other", 60_001)).toBe(false);
  expect(limit.exceeded("n", 120_000)).toBe(false);
});
