import { expect, test } from "vitest";
import { openTurns } from "./server-turns.ts";

type Server = { id: string; weight: number };

function share(turns: ReturnType<typeof openTurns>, servers: Server[], parts: number[]) {
  const sent: Record<string, number> = {};
  for (const messages of parts) {
    const [first] = turns.order(servers);
    if (!first) throw new Error("nobody's turn");
    turns.note(first, messages);
    sent[first.id] = (sent[first.id] ?? 0) + messages;
  }
  return sent;
}

const a = { id: "a", weight: 3 };
const b = { id: "b", weight: 1 };
const c = { id: "c", weight: 2 };
const tens = (count: number) => Array.from({ length: count }, () => 10);

test("messages are shared by weight, exactly over time", () => {
  expect(share(openTurns(), [a, b, c], tens(60))).toEqual({ a: 300, b: 100, c: 200 });
});

test("parts of different size change nothing: messages count", () => {
  const parts = Array.from({ length: 400 }, (_, index) => 1 + ((index * 7) % 50));
  const sent = share(openTurns(), [a, b], parts);
  const total = parts.reduce((sum, part) => sum + part, 0);
  expect(Math.abs((sent.a ?? 0) - total * 0.75)).toBeLessThanOrEqual(50);
});

test("who was away takes its share again and does not make up for what it missed", () => {
  const turns = openTurns();
  share(turns, [a, b], tens(40));
  expect(share(turns, [b], tens(100))).toEqual({ b: 1_000 });
  const sent = share(turns, [a, b], tens(40));
  expect(sent.a).toBeGreaterThanOrEqual(290);
  expect(sent.a).toBeLessThanOrEqual(310);
});
