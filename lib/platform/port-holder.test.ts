import { expect, test } from "vitest";
import { listeningInodes } from "./port-holder.ts";

const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:0BB8 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 50143 1 0000 100 0 0 10 0
   1: 0100007F:0BB8 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 50200 1 0000 20 4 30 10 -1
   2: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 40000 1 0000 100 0 0 10 0`;

test("finds the socket that listens on a port, not the connections to it", () => {
  expect(listeningInodes(table, 3000)).toEqual(["50143"]);
  expect(listeningInodes(table, 22)).toEqual(["40000"]);
  expect(listeningInodes(table, 3001)).toEqual([]);
  expect(listeningInodes("", 3000)).toEqual([]);
});
