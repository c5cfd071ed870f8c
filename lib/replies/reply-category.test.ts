import { expect, test } from "vitest";
import english from "#messages/en/delivery.json" with { type: "json" };
import indonesian from "#messages/id/delivery.json" with { type: "json" };
import { replyCategories } from "./reply-category.ts";

test("every category and scope has its words in both languages, and no words are left over", () => {
  const scopes = new Set(Object.values(replyCategories).map(({ scope }) => scope));
  for (const messages of [english, indonesian]) {
    expect(Object.keys(messages.categories).sort()).toEqual(Object.keys(replyCategories).sort());
    expect(Object.keys(messages.scopes).sort()).toEqual([...scopes].sort());
    for (const words of Object.values(messages.categories)) {
      expect(Object.keys(words).sort()).toEqual(["name", "whatHappened", "whatToDo"]);
    }
  }
});
