import { expect, test } from "vitest";
import { classifyHit, countsAsEngagement, type Hit } from "./classify-hit.ts";
import { userAgentFamily } from "./user-agent.ts";

const chrome =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36";

function hit(changes: Partial<Omit<Hit, "userAgent">> & { agent?: string } = {}): Hit {
  const { agent = chrome, ...rest } = changes;
  return {
    kind: "click",
    method: "GET",
    userAgent: userAgentFamily(agent),
    prefetch: false,
    secondsSinceAccepted: 600,
    openedBefore: true,
    linkCount: 4,
    otherLinks: [],
    networkRecipients: 1,
    networkDomains: 1,
    ...rest,
  };
}

test("a click in a browser, minutes after delivery, is a person's", () => {
  expect(classifyHit(hit())).toEqual({ class: "human", reasons: [] });
});

test.each([
  [
    "Gmail's proxy",
    "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
    "proxy",
  ],
  ["Yahoo's proxy", "YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html", "proxy"],
  ["Apple's privacy proxy", "Mozilla/5.0", "machine"],
  ["Outlook on the desktop", "Mozilla/4.0 (compatible; ms-office; MSOffice 16)", "human"],
  [
    "Apple Mail",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
    "human",
  ],
  ["no name at all", "", "machine"],
  ["an HTTP library", "python-requests/2.32.3", "machine"],
  ["a messenger's preview", "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)", "machine"],
  ["an unheard-of mail program", "BlueMail/4.2", "unknown"],
] as const)("an open by %s is told as what it is", (_, agent, expected) => {
  expect(classifyHit(hit({ kind: "open", agent })).class).toBe(expected);
});

test.each([
  ["HEAD", hit({ method: "HEAD" }), "method"],
  ["prefetch", hit({ prefetch: true }), "prefetch"],
  [
    "no open and within 5 s of the 250",
    hit({ secondsSinceAccepted: 3, openedBefore: false }),
    "clicked_before_opened",
  ],
  [
    "a second link in the same second",
    hit({ otherLinks: [{ position: 2, secondsAgo: 0.4 }] }),
    "several_links_at_once",
  ],
  [
    "every link within 10 s",
    hit({
      otherLinks: [
        { position: 0, secondsAgo: 9 },
        { position: 1, secondsAgo: 6 },
        { position: 2, secondsAgo: 3 },
      ],
    }),
    "every_link",
  ],
  [
    "many recipients of several companies from one network",
    hit({ networkRecipients: 12, networkDomains: 3 }),
    "network_of_scanners",
  ],
  ["a program's name", hit({ agent: "curl/8.5.0" }), "program"],
])("a click is a machine's when: %s", (_, seen, reason) => {
  expect(classifyHit(seen)).toEqual({ class: "machine", reasons: [reason] });
});

test("an open before anybody could have read it is a machine's", () => {
  expect(classifyHit(hit({ kind: "open", secondsSinceAccepted: 0.5 })).reasons).toEqual([
    "faster_than_reading",
  ]);
});

test("a reader who takes the same link twice, or another one a little later, stays a person", () => {
  expect(classifyHit(hit({ otherLinks: [{ position: 2, secondsAgo: 4 }] })).class).toBe("human");
});

test("many readers in one office are people: they share one domain", () => {
  expect(classifyHit(hit({ networkRecipients: 30, networkDomains: 1 })).class).toBe("human");
});

test("proxy opens count, proxy clicks do not, machines never do", () => {
  expect(countsAsEngagement("open", "proxy")).toBe(true);
  expect(countsAsEngagement("click", "proxy")).toBe(false);
  expect(countsAsEngagement("open", "machine")).toBe(false);
  expect(countsAsEngagement("click", "human")).toBe(true);
});
