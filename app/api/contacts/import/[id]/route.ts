import { z } from "zod";
import { requestActor } from "#app/_session/request-actor.ts";
import { readImport } from "#lib/imports/read-import.ts";

/** How far an import is, for the screen that shows it running. */
export const GET = async (
  request: Request,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> => {
  const who = await requestActor(request);
  if ("refused" in who) return who.refused;
  const id = z.uuid().safeParse((await params).id);
  const found = id.success ? await readImport(who.actor, id.data) : null;
  if (!found) return Response.json({ error: "contacts.errors.notFound" }, { status: 404 });
  const { state, sizeBytes, processedBytes, counts } = found;
  return Response.json(
    { state, sizeBytes, processedBytes, rows: counts.total, rejected: counts.rejected },
    { headers: { "cache-control": "no-store" } },
  );
};
