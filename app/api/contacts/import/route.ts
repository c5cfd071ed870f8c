import type { ReadableStream as WebStream } from "node:stream/web";
import { requestActor } from "#app/_session/request-actor.ts";
import { PermissionDenied } from "#lib/accounts/actor.ts";
import { receiveUpload } from "#lib/imports/receive-upload.ts";
import { logger } from "#lib/platform/logger.ts";

/**
 * Takes a CSV file as the body of the request, as it is: `POST /api/contacts/import?name=contacts.csv`. It is written to disk
 * chunk by chunk. Answers 201 with `{ importId }`, or 422 with `{ problem }`.
 */
export const POST = async (request: Request): Promise<Response> => {
  const who = await requestActor(request);
  if ("refused" in who) return who.refused;
  const name = new URL(request.url).searchParams.get("name") ?? "contacts.csv";
  const body: AsyncIterable<Uint8Array> = (request.body as WebStream<Uint8Array> | null) ?? nothing();
  try {
    const result = await receiveUpload(who.actor, { name, body });
    return result.ok
      ? Response.json({ importId: result.importId }, { status: 201 })
      : Response.json({ problem: result.problem }, { status: 422 });
  } catch (error) {
    if (error instanceof PermissionDenied)
      return Response.json({ error: "errors.noPermission" }, { status: 403 });
    // Mostly a browser that went away in the middle; nothing of the file is left.
    logger().warn({ err: error }, "an upload broke off");
    return Response.json({ problem: { key: "uploadBroken" } }, { status: 400 });
  }
};

async function* nothing(): AsyncGenerator<Uint8Array> {}
