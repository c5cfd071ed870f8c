import { expect, test } from "vitest";
import { openProviderRooms } from "./provider-rooms.ts";

const google = (soon: number, waiting = 0) => new Map([["google", { soon, waiting }]]);
const messages = (count: number) => Array.from({ length: count }, () => ({ provider: "google" }));

test("claims of the same moment do not count on the same turns, and none is kept from claiming at all", () => {
  const rooms = openProviderRooms();
  const first = rooms.ask("campaign", google(20), 10);
  expect(first.known.get("google")).toBe(20);
  const second = rooms.ask("campaign", google(20), 10);
  expect(second.known.get("google") ?? second.others).toBe(1);
  expect(second.others, "of those nobody knows, too").toBe(1);
  expect(rooms.ask("another", google(20), 10).known.get("google"), "it has turns of its own").toBe(20);
  first.took(messages(3));
  second.took(messages(1));
  expect(rooms.ask("campaign", google(20), 10).known.get("google")).toBe(16);
});

test("what was claimed counts until it waits for its turn, and what does not come counts no more", () => {
  const rooms = openProviderRooms();
  const claim = rooms.ask("campaign", google(20), 10);
  claim.took(messages(11));
  const ask = (waiting: number) => {
    const asked = rooms.ask("campaign", google(20, waiting), 10);
    asked.end();
    return asked.known.get("google") ?? asked.others;
  };
  expect(ask(0), "half is on its way").toBe(0);
  claim.arrived("google");
  expect(ask(0)).toBe(10);
  expect(ask(1), "it waits there now").toBe(0);
  claim.end();
  claim.end();
  expect(ask(1)).toBe(19);
});

test("who may have as many as anybody is not named, and for whom nothing should be claimed is", () => {
  const rooms = openProviderRooms();
  const turns = new Map(
    ["mx:a", "mx:b", "held"].map((key) => [key, { soon: key === "held" ? 0 : 10, waiting: 0 }]),
  );
  expect([...rooms.ask("campaign", turns, 10).known]).toEqual([["held", 0]]);
});
