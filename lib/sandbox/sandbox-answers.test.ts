import { expect, test } from "vitest";
import { parseReply } from "#lib/smtp/smtp-outcome.ts";
import { sandboxAnswer } from "./sandbox-answers.ts";

const people = Array.from({ length: 20_000 }, (_, index) => `person${index}@example.com`);
const answers = people.map((person) => sandboxAnswer(person));

test("about 3 % are refused once, 3.5 % for good, and the same ones every time", () => {
  const temporary = answers.filter((answer) => answer?.temporary).length;
  const permanent = answers.filter((answer) => answer && !answer.temporary).length;
  expect(temporary).toBeGreaterThan(500);
  expect(temporary).toBeLessThan(700);
  expect(permanent).toBeGreaterThan(600);
  expect(permanent).toBeLessThan(800);
  expect(people.map((person) => sandboxAnswer(person.toUpperCase()))).toEqual(answers);
});

test("each answer is a reply with an enhanced code of its own class", () => {
  for (const answer of answers) {
    if (!answer) continue;
    const reply = parseReply(`${answer.replyCode} ${answer.text}`);
    expect(reply?.enhancedCode?.[0]).toBe(answer.temporary ? "4" : "5");
    expect(String(reply?.replyCode)[0]).toBe(answer.temporary ? "4" : "5");
  }
});
