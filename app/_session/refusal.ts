import { messageWith } from "#app/_ui/message-text.ts";

type RefusalOptions = {
  /** What the sentence needs to be filled in. */
  values?: Record<string, string | number>;
  /** The field it is about; without one it stands on top of the form. */
  field?: string;
};

/**
 * Thrown in an action when a verb's answer was an expected "no": the person reads the message `key`, with
 * what was typed still there, and nothing is logged.
 */
export class Refusal extends Error {
  readonly text: string;
  readonly field: string | undefined;

  constructor(key: string, { values, field }: RefusalOptions = {}) {
    super(key);
    this.name = "Refusal";
    this.text = messageWith(key, values);
    this.field = field;
  }
}
