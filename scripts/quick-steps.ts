import { type Step, vitestStep } from "./run-steps.ts";

/** What needs no database, no socket and no browser: the static checks and the unit tests. */
export const quickSteps: Step[] = [
  { name: "route types", command: "next", arguments: ["typegen"] },
  { name: "format and lint", command: "biome", arguments: ["check", "--error-on-warnings"] },
  { name: "types", command: "tsc", arguments: ["--noEmit"] },
  {
    name: "the import check finds what is planted",
    command: process.execPath,
    arguments: ["scripts/plant-violations.ts"],
  },
  {
    name: "imports go one way",
    command: "depcruise",
    arguments: ["app", "lib", "workers", "scripts", "--config", ".dependency-cruiser.mjs"],
  },
  { name: "nothing unused", command: "knip", arguments: ["--no-progress"] },
  vitestStep("unit tests", "unit"),
];
