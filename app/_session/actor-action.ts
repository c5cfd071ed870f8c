import { randomUUID } from "node:crypto";
import { createSafeActionClient } from "next-safe-action";
import { z } from "zod";
import type { ActionError } from "#app/_ui/action-result.ts";
import { PermissionDenied } from "#lib/accounts/actor.ts";
import { logger } from "#lib/platform/logger.ts";
import { LockedSecret } from "#lib/platform/secret-box.ts";
import { currentActor } from "./current-actor.ts";
import { fieldMessage } from "./field-message.ts";
import { Refusal } from "./refusal.ts";

// Words for a rule whose schema names none of its own; a message key given in the schema wins.
z.config({ customError: fieldMessage });

/** What a person gets to know: an expected refusal in its own words, anything else as a code that the log explains. */
const tell = (error: Error): ActionError => {
  if (error instanceof Refusal) {
    return { message: error.text, ...(error.field ? { fields: { [error.field]: error.text } } : {}) };
  }
  if (error instanceof PermissionDenied) return { message: "errors.noPermission" };
  if (error instanceof LockedSecret) return { message: "errors.lockedSecret" };
  const code = randomUUID().slice(0, 8);
  logger().error({ err: error, code }, "An action failed");
  return { message: "errors.unexpected", code };
};

/** An action that anybody may call, such as signing in. */
export const visitorAction = createSafeActionClient({
  defaultValidationErrorsShape: "flattened",
  handleServerError: tell,
});

/** An action of a signed-in person: `ctx.actor` says who. Define with `.inputSchema(zodSchema).action(...)`. */
export const actorAction = visitorAction.use(async ({ next }) =>
  next({ ctx: { actor: await currentActor() } }),
);
