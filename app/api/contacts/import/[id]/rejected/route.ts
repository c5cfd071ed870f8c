import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { csvResponse } from "#app/_session/csv-response.ts";
import { requestActor } from "#app/_session/request-actor.ts";
import { exportRejectedRows } from "#lib/imports/export-rejected-rows.ts";

/** The rows that an import refused, in the file's own columns with the reason in the reader's language. */
export const GET = async (
  request: Request,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> => {
  const who = await requestActor(request);
  if ("refused" in who) return who.refused;
  const id = z.uuid().safeParse((await params).id);
  const t = await getTranslations("contacts");
  const exported = id.success
    ? await exportRejectedRows(who.actor, id.data, (key, column) =>
        t(`rowProblem.${key}` as never, { column: column ?? "" } as never),
      )
    : null;
  if (!exported) return Response.json({ error: "contacts.errors.notFound" }, { status: 404 });
  return csvResponse(`${exported.fileName}-rejected.csv`, exported.rows);
};
