/** What a server action of ours answers when it did not do what was asked. Each message is for `messageText`. */
export type ActionError = {
  message: string;
  /** The fields it is about, by name. */
  fields?: Record<string, string>;
  /** The code of the log entry, when the failure was unexpected. */
  code?: string;
};

/** The answer of an action made with actorAction or visitorAction, as forms and buttons read it. */
export type ActionResult<Data> = {
  data?: Data | undefined;
  serverError?: ActionError | undefined;
  validationErrors?:
    | { formErrors?: string[]; fieldErrors?: { [field: string]: string[] | undefined } }
    | undefined;
};

/** Any such action; its input is checked on the server by the action's own schema. */
export type Action<Data> = (input: never) => Promise<ActionResult<Data>>;
