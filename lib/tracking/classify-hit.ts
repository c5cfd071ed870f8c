import type { TrackingClass } from "./tracking-event.ts";

/** One request for the pixel or a link, with what is known around it. */
export type Hit = {
  kind: "open" | "click";
  method: string;
  /** From userAgentFamily. */
  userAgent: string;
  /** `Purpose`, `Sec-Purpose` or `X-Moz` said prefetch or preview. */
  prefetch: boolean;
  /** Since the server answered 250 to this message; null while that is not known. */
  secondsSinceAccepted: number | null;
  /** Whether a person or a proxy opened this message before. */
  openedBefore: boolean;
  /** Links in the campaign. */
  linkCount: number;
  /** Other links of this message followed before this one, newest last. */
  otherLinks: { position: number; secondsAgo: number }[];
  /** Recipients that were clicked for from the same network within 60 seconds, and how many mail domains they have. */
  networkRecipients: number;
  networkDomains: number;
};

type Rule = {
  reason: string;
  kinds: Hit["kind"][];
  gives: TrackingClass;
  /** What was seen that made the rule. */
  example: string;
  applies: (hit: Hit) => boolean;
};

/** deliverability.md 4.3. Every rule that applies gives its reason; the first one decides. */
const rules: Rule[] = [
  {
    reason: "method",
    kinds: ["open", "click"],
    gives: "machine",
    example: "Outlook's Safe Links asks HEAD before it lets a person through.",
    applies: ({ method }) => method !== "GET",
  },
  {
    reason: "prefetch",
    kinds: ["open", "click"],
    gives: "machine",
    example: "Sec-Purpose: prefetch;prerender from a browser that guesses the next page.",
    applies: ({ prefetch }) => prefetch,
  },
  {
    reason: "apple_mail_privacy",
    kinds: ["open"],
    gives: "machine",
    example: "User-Agent exactly `Mozilla/5.0`: Apple loads every image, read or not.",
    applies: ({ userAgent }) => userAgent === "Apple Mail privacy",
  },
  {
    reason: "image_proxy",
    kinds: ["open"],
    gives: "proxy",
    example: "Gmail fetches when the mail is displayed; mostly a person, without place or device.",
    applies: ({ userAgent }) => /image proxy$/.test(userAgent),
  },
  {
    reason: "program",
    kinds: ["open", "click"],
    gives: "machine",
    example: "Slackbot-LinkExpanding, python-requests/2.32, or no User-Agent at all.",
    applies: ({ userAgent }) => userAgent === "program" || userAgent === "none",
  },
  {
    reason: "faster_than_reading",
    kinds: ["open"],
    gives: "machine",
    example: "A gateway renders the mail 0.4 s after the 250, before anybody has it.",
    applies: ({ secondsSinceAccepted }) => secondsSinceAccepted !== null && secondsSinceAccepted < 2,
  },
  {
    reason: "clicked_before_opened",
    kinds: ["click"],
    gives: "machine",
    example: "Barracuda follows the first link 3 s after the 250 and loads no image.",
    applies: ({ secondsSinceAccepted, openedBefore }) =>
      secondsSinceAccepted !== null && secondsSinceAccepted <= 5 && !openedBefore,
  },
  {
    reason: "several_links_at_once",
    kinds: ["click"],
    gives: "machine",
    example: "Two different links of one mail within the same second.",
    applies: ({ otherLinks }) => otherLinks.some(({ secondsAgo }) => secondsAgo <= 1),
  },
  {
    reason: "every_link",
    kinds: ["click"],
    gives: "machine",
    example: "All seven links of a mail within ten seconds.",
    applies: ({ otherLinks, linkCount }) =>
      linkCount >= 3 &&
      new Set(otherLinks.filter(({ secondsAgo }) => secondsAgo <= 10).map(({ position }) => position)).size >=
        linkCount - 1,
  },
  {
    reason: "network_of_scanners",
    kinds: ["click"],
    gives: "machine",
    example: "One /24 follows links of 40 recipients at 12 companies within a minute.",
    applies: ({ networkRecipients, networkDomains }) => networkRecipients >= 10 && networkDomains >= 2,
  },
];

/** Reasons that make the clicks just before this one machine as well: the first of a burst looks like a person's. */
export const burstReasons: readonly string[] = ["several_links_at_once", "every_link"];

/**
 * Who followed a link or loaded the pixel, and why we think so. Nothing is thrown away: every hit is stored with its class,
 * and the redirect works whatever the class is.
 */
export function classifyHit(hit: Hit): { class: TrackingClass; reasons: string[] } {
  const applying = rules.filter((rule) => rule.kinds.includes(hit.kind) && rule.applies(hit));
  if (applying[0]) return { class: applying[0].gives, reasons: applying.map(({ reason }) => reason) };
  if (hit.kind === "open" && hit.userAgent === "other")
    return { class: "unknown", reasons: ["unknown_program"] };
  return { class: "human", reasons: [] };
}

/** Opens count for people and the proxies they sit behind, clicks for people only. */
export function countsAsEngagement(kind: Hit["kind"], classified: TrackingClass): boolean {
  return classified === "human" || (kind === "open" && classified === "proxy");
}
