import { unstable_rethrow } from "next/navigation";
import type { Action, ActionResult } from "./action-result.ts";

/** Calls a server action from the browser; when the server cannot be reached, that is an answer too. A redirect goes through. */
export const askAction = async <Data>(
  action: Action<Data>,
  input: Record<string, unknown>,
): Promise<ActionResult<Data>> => {
  try {
    // An action that redirects may answer nothing at all.
    return (await action(input as never)) ?? {};
  } catch (error) {
    unstable_rethrow(error);
    return { serverError: { message: "errors.unreachable" } };
  }
};
