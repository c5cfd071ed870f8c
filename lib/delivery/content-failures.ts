/**
 * So many mails in a row that could not be made: then it is the content and not one person's data, and the campaign waits for
 * somebody.
 */
const mostFailuresInARow = 20;

const inARow = new Map<string, number>();

/** A mail of the campaign was made: its content is sound. */
export function noteContentMade(campaignId: string): void {
  inARow.delete(campaignId);
}

/**
 * A mail of the campaign could not be made. A resumed campaign goes on counting, so that content which makes nothing skips
 * nobody else. @returns whether it is the content
 */
export function noteContentFailed(campaignId: string): boolean {
  const failures = (inARow.get(campaignId) ?? 0) + 1;
  inARow.set(campaignId, failures);
  return failures >= mostFailuresInARow;
}
