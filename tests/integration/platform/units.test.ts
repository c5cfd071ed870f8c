import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { expect, test } from "vitest";

const hasSystemd = spawnSync("systemd-analyze", ["--version"]).status === 0;
if (!hasSystemd)
  process.stderr.write(
    "SKIPPED: systemd-analyze is not installed; scripts/deploy-files.test.ts alone checks the units in deploy/\n",
  );

test.skipIf(!hasSystemd)("systemd finds nothing wrong with the units", () => {
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
