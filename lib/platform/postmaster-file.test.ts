import { expect, test } from "vitest";
import { parsePostmasterFile } from "./postmaster-file.ts";

// As PostgreSQL 18.4 wrote it, without a socket folder.
const ready =
  "11611\n/tmp/k/postgres/cluster\n1795300000\n37807\n\n127.0.0.1\n  1245184         3\nready   \n";

test("reads pid, port and status of a running server", () => {
  expect(parsePostmasterFile(ready)).toEqual({ pid: 11611, port: 37807, status: "ready" });
});

test("takes a file that is still being written for a server that is not ready", () => {
  expect(parsePostmasterFile("11611\n/tmp/k/postgres/cluster\n")).toEqual({
    pid: 11611,
    port: undefined,
    status: "",
  });
});

test.each(["", "\n", "abc\n", "0\n", "1\n"])("finds no server in %j", (text) => {
  expect(parsePostmasterFile(text)).toBeUndefined();
});
