import { expect, test } from "vitest";
import { type InstallationMarker, type InstallationRow, judgeInstallation } from "./sending-hold.ts";

const row: InstallationRow = {
  epoch: "one",
  beat: 100n,
  silentHours: 9,
  databaseIdentity: "server/database",
};
const marker: InstallationMarker = { epoch: "one", beat: 100n, isOriginal: true };
const seen = { row, marker, databaseIdentity: "server/database", isSending: true };

test("a machine that was off overnight goes on, in the middle of a campaign as well", () => {
  expect(judgeInstallation(seen)).toEqual({ kind: "fine" });
});

test("other machines may have gone on without this one", () => {
  expect(judgeInstallation({ ...seen, marker: { ...marker, beat: 7n } })).toEqual({ kind: "fine" });
});

test("a machine that was off for months goes on when nothing is under way, and asks when a campaign is", () => {
  const silent = { ...row, silentHours: 2_000 };
  expect(judgeInstallation({ ...seen, row: silent, isSending: false })).toEqual({ kind: "fine" });
  expect(judgeInstallation({ ...seen, row: silent })).toEqual({ kind: "hold", reason: "long_silence" });
});

test("a database that was restored into another server or made anew is held", () => {
  expect(judgeInstallation({ ...seen, databaseIdentity: "server/other" })).toEqual({
    kind: "hold",
    reason: "database_moved",
  });
});

test("a database that knows less than was seen of it is held", () => {
  expect(judgeInstallation({ ...seen, row: { ...row, beat: 99n } })).toEqual({
    kind: "hold",
    reason: "database_went_back",
  });
});

test("a copied folder, a new machine and the machine of another installation are believed only if others run", () => {
  expect(judgeInstallation({ ...seen, marker: { ...marker, isOriginal: false } })).toEqual({
    kind: "ask_around",
    reason: "folder_copied",
  });
  for (const other of [null, { ...marker, epoch: "two", beat: 1_000n }]) {
    expect(judgeInstallation({ ...seen, marker: other })).toEqual({
      kind: "ask_around",
      reason: "unknown_machine",
    });
  }
});

test("an installation that was killed in its first moment starts", () => {
  expect(judgeInstallation({ ...seen, row: { ...row, beat: 1n }, marker: null })).toEqual({ kind: "fine" });
});
