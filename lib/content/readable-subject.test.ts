import { expect, test } from "vitest";
import { readableSubject } from "./readable-subject.ts";

test.each([
  ['The harvest is here, {{ contact.first_name | default: "friend" }}', "The harvest is here, {first_name}"],
  ["{{contact.city}}: {{- campaign.name -}}", "{city}: {campaign.name}"],
  ["Nothing to fill in {here}", "Nothing to fill in {here}"],
  ["Never closed {{ contact.first_name", "Never closed {{ contact.first_name"],
])("%s reads %s", (subject, expected) => {
  expect(readableSubject(subject)).toBe(expected);
});
