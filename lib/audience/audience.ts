/** Whom a campaign is for: everyone on the included lists who is on none of the excluded ones. */
export type AudienceSelection = {
  workspaceId: string;
  includeListIds: readonly string[];
  excludeListIds: readonly string[];
  /** A list that was archived since then still counts: when Send was pressed. Missing: as the lists are now. */
  asOf?: Date | null;
};

/**
 * Why a person on the included lists gets nothing, in the order in which it is asked: the first that holds is the one
 * a person is subtracted for, so that nobody is subtracted twice.
 *
 * - `excluded`: is on an excluded list, whatever the subscription there says
 * - `unsubscribed`: from the workspace, or from every included list they are on
 * - `bounced`, `complained`: status of the contact
 * - `suppressed`: the address stands on the suppression list
 * - `invalid`: the address cannot be written into an SMTP envelope
 */
export const audienceReasons = [
  "excluded",
  "unsubscribed",
  "bounced",
  "complained",
  "suppressed",
  "invalid",
] as const;
export type AudienceReason = (typeof audienceReasons)[number];

/** A number of the sum that can be opened; `twice` are people who stand on more than one included list. */
const audienceLines = ["entries", ...audienceReasons, "twice", "audience"] as const;
export type AudienceLine = (typeof audienceLines)[number];
type AudienceSubtraction = { line: AudienceReason | "twice"; count: number };

/** `entries` minus all subtractions is `audience`, always. */
export type AudienceSum = { entries: number; subtractions: AudienceSubtraction[]; audience: number };

/** People of one reason (null: they get the campaign), and on how many included lists they stand in all. */
export type AudienceGroup = { reason: AudienceReason | null; people: number; entries: number };

/**
 * Writes the sum "5,040 on the lists - 12 unsubscribed - 1 twice = 5,027". Someone on three lists is three entries, of
 * which two are `twice` and one is the person. Lines of nobody are left out.
 */
export function explainAudience(groups: readonly AudienceGroup[]): AudienceSum {
  const people = (reason: AudienceReason | null) =>
    groups.filter((group) => group.reason === reason).reduce((sum, group) => sum + group.people, 0);
  const entries = groups.reduce((sum, group) => sum + group.entries, 0);
  const everybody = groups.reduce((sum, group) => sum + group.people, 0);
  const subtractions: AudienceSubtraction[] = [
    ...audienceReasons.map((reason) => ({ line: reason, count: people(reason) })),
    { line: "twice", count: entries - everybody },
  ];
  return {
    entries,
    subtractions: subtractions.filter(({ count }) => count > 0),
    audience: people(null),
  };
}

export function isAudienceLine(value: unknown): value is AudienceLine {
  return (audienceLines as readonly unknown[]).includes(value);
}
