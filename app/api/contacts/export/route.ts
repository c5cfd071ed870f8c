import { csvResponse } from "#app/_session/csv-response.ts";
import { requestActor } from "#app/_session/request-actor.ts";
import { readContactQuery } from "#lib/contacts/contact-view.ts";
import { exportContacts } from "#lib/contacts/export-contacts.ts";

/** The contacts of the table with the same filters, all pages of it. */
export const GET = async (request: Request): Promise<Response> => {
  const who = await requestActor(request);
  if ("refused" in who) return who.refused;
  const {
    after: _after,
    before: _before,
    ...filters
  } = Object.fromEntries(new URL(request.url).searchParams);
  return csvResponse("contacts.csv", await exportContacts(who.actor, readContactQuery(filters)));
};
