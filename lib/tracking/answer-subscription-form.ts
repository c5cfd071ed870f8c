import type { IncomingMessage, ServerResponse } from "node:http";
import { readFormBody } from "./form-body.ts";
import { resubscribeRecipient } from "./resubscribe-recipient.ts";
import { savePreferences } from "./save-preferences.ts";
import type { SeenRequest } from "./seen-request.ts";
import { unsubscribeRecipient } from "./unsubscribe-recipient.ts";

type Asked = { place: "open" | "click" | "u" | "p"; token: string; messageId: string; seen: SeenRequest };

/**
 * Answers a POST with a right token. One-click of RFC 8058 (section 3.2: `List-Unsubscribe=One-Click`, no cookies, no
 * redirect) gets 200; the pages' own forms carry `page` and get 303 back to their page, so that a reload asks nothing again.
 *
 * @returns false when the message is gone
 */
export async function answerSubscriptionForm(
  { place, token, messageId, seen }: Asked,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const body = await readFormBody(request);
  if (body.kind === "too_large") return say(response, 413, "The form is too large.");
  if (body.kind === "not_a_form") return say(response, 415, "Send a form: List-Unsubscribe=One-Click.");
  const { fields } = body;
  const back = (outcome: string) => redirect(response, `/${place}/${token}?done=${outcome}`);

  if (!fields.has("page")) {
    const oneClick = place === "u" && fields.get("List-Unsubscribe")?.trim().toLowerCase() === "one-click";
    if (!oneClick) return say(response, 400, "Send List-Unsubscribe=One-Click.");
    const known = await unsubscribeRecipient({ messageId, scope: "campaign", source: "one-click" }, seen);
    return known && say(response, 200, "You are unsubscribed.");
  }
  if (fields.get("action") === "resubscribe") {
    return (await resubscribeRecipient(messageId)) && back("back");
  }
  if (place === "u") {
    const known = await unsubscribeRecipient({ messageId, scope: "campaign", source: "page" }, seen);
    return known && back("unsubscribed");
  }
  if (fields.get("action") === "everything") {
    const known = await unsubscribeRecipient({ messageId, scope: "all", source: "preferences" }, seen);
    return known && back("everything");
  }
  return (await savePreferences(messageId, fields.getAll("list"), seen)) && back("saved");
}

function say(response: ServerResponse, status: number, text: string): true {
  // What is left of a body that was too large is not waited for.
  response.writeHead(status, {
    "Content-Type": "text/plain; charset=utf-8",
    ...(status === 413 ? { Connection: "close" } : {}),
  });
  response.end(`${text}\n`);
  return true;
}

function redirect(response: ServerResponse, location: string): true {
  response.writeHead(303, { Location: location, "Content-Length": 0 });
  response.end();
  return true;
}
