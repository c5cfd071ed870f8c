import type { ReplyCategory } from "./reply-category.ts";

export type ReplyRule = {
  /** Matched against `CODE ENHANCED text` on one line, without regard to case; e-mail addresses are left out of the text. */
  pattern: RegExp;
  category: ReplyCategory;
  /** A reply that real servers give, or close to it: each is tested against the whole list. */
  example: string;
  /**
   * How far the words are believed against the code beside them.
   * - `always`, and after the dot as well: words of one kind of server, which uses them for nothing else
   * - `at_rcpt`: words that leave nothing open, in answer to the address itself, unless a filter is spoken of too
   */
  proof?: "always" | "at_rcpt";
};
