import { expect, test } from "vitest";
import { icuArguments } from "./icu-arguments.ts";

test("arguments are found in every branch, branches themselves are not arguments", () => {
  expect(icuArguments("{count, plural, one {# of {total, number}} other {all}} for <b>{name}</b>")).toEqual([
    "<b>",
    "count plural",
    "name",
    "total number",
  ]);
});

test("quoted braces are text", () => {
  expect(icuArguments("write '{{ contact.first_name }}' for {name}")).toEqual(["name"]);
});
