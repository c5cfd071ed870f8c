import type { ContentProblem } from "#lib/liquid/content-problem.ts";

type Translate = (key: never, values?: never) => string;

/** A problem in words; `t` is the translator of the namespace `content`. */
export const problemText = (t: Translate, { message, values }: ContentProblem): string =>
  t(message.slice("content.".length) as never, values as never);
