import { messageText, messageWith } from "#app/_ui/message-text.ts";
import type { FileProblem } from "#lib/imports/import-problem.ts";

/** What a person reads about a file that cannot be imported, with the line to look at. */
export const problemText = (t: Parameters<typeof messageText>[0], { key, ...values }: FileProblem): string =>
  messageText(t, messageWith(`contacts.fileProblem.${key}`, values));
