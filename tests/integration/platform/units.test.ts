import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { expect, test } from "vitest";

test("systemd finds nothing wrong with the units, where there is a systemd", () => {
  if (spawnSync("systemd-analyze", ["--version"]).status !== 0) {
    console.info(
      "systemd-analyze is not installed: the units in deploy/ are checked by scripts/deploy-files.test.ts alone",
    );
    return;
  }
  const units = readdirSync("deploy").filter((name) => name.endsWith(".service"));
  const { status, stderr } = spawnSync(
    "systemd-analyze",
    ["verify", "--man=no", ...units.map((name) => `deploy/${name}`)],
    { encoding: "utf8" },
  );
  expect({ status, complaints: stderr.split("\n").filter((line) => line.includes("deploy/")) }).toEqual({
    status: 0,
    complaints: [],
  });
});
