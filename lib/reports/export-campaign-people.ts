import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { byteOrderMark, csvRow } from "#lib/csv/csv-cell.ts";
import type { PeopleFilter } from "./people-filter.ts";
import { findPeople, type Person } from "./people-store.ts";
import { findReportRow } from "./report-store.ts";

const pageSize = 2_000;

const header = [
  "email",
  "state",
  "reason",
  "reply_code",
  "reply_text",
  "attempts",
  "accepted_at",
  "opened_at",
  "clicked_at",
  "unsubscribed_at",
  "complained_at",
];

/**
 * A campaign's recipients as CSV (RFC 4180, UTF-8 with a byte order mark, times in UTC), page by page, so that a million rows
 * need no memory. Cells that a spreadsheet would run are made harmless: replies come from strangers' servers.
 *
 * @returns null when the workspace has no campaign of this id
 */
export async function exportCampaignPeople(
  actor: Actor,
  campaignId: string,
  filter: PeopleFilter,
): Promise<{ campaignName: string; rows: AsyncGenerator<string> } | null> {
  requirePermission(actor, "reports:read");
  const campaign = await findReportRow(actor.workspaceId, campaignId);
  if (!campaign) return null;
  return {
    campaignName: campaign.name,
    rows: writeRows({ workspaceId: actor.workspaceId, campaignId }, filter),
  };
}

async function* writeRows(
  scope: { workspaceId: string; campaignId: string },
  filter: PeopleFilter,
): AsyncGenerator<string> {
  yield byteOrderMark + csvRow(header);
  let after = "0";
  for (;;) {
    const people = await findPeople(scope, filter, { after }, pageSize);
    if (people.length > 0) yield people.map(writePerson).join("");
    const last = people.at(-1);
    if (!last || people.length < pageSize) return;
    after = last.contactId;
  }
}

function writePerson(person: Person): string {
  const moment = (at: Date | null) => at?.toISOString() ?? "";
  return csvRow([
    person.email,
    person.state,
    person.skipReason ?? person.category,
    person.replyCode,
    // One row of the table stays one line of the file.
    person.replyText?.replace(/[\r\n]+/g, " "),
    person.attempts,
    moment(person.acceptedAt),
    moment(person.openedAt),
    moment(person.clickedAt),
    moment(person.unsubscribedAt),
    moment(person.complainedAt),
  ]);
}
