/**
 * `npm start` and `npm run dev`: the installation in this terminal, until Ctrl-C. `npm start -- --only=web` and `--only=worker` run
 * one part of an installation on several machines.
 */
import { createOwnerInvitation } from "#lib/accounts/create-owner-invitation.ts";
import { readSettings } from "#lib/platform/environment.ts";
import { OperatorError } from "#lib/platform/operator-error.ts";
import { type Installation, parts, startInstallation } from "./installation.ts";
import { readArguments } from "./read-arguments.ts";

/** npm passes a signal on that the terminal has given us already: two within this time are one Ctrl-C. */
const sameSignalMilliseconds = 500;

const { values } = readArguments({
  options: { dev: { type: "boolean", default: false }, only: { type: "string" } },
});
const only = parts.find((part) => part === values.only);
const abort = new AbortController();
let installation: Installation | undefined;
let firstSignalAt: number | undefined;

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, onSignal);

try {
  readSettings();
  if (values.only !== undefined && only === undefined) {
    throw new OperatorError(`--only=${values.only} is not known. It can be ${parts.join(" or ")}.`);
  }
  installation = await startInstallation({
    dev: values.dev,
    only,
    signal: abort.signal,
    onProgress: (line) => console.log(line),
  });
  if (abort.signal.aborted) await shutDown(installation);
  else await greet(installation);
} catch (error) {
  if (abort.signal.aborted) console.log("Stopped before it had started.");
  else if (error instanceof OperatorError) console.error(`\n${error.message}\n`);
  else console.error(error);
  process.exitCode = abort.signal.aborted ? 0 : 1;
}

async function greet({ url, settings }: Installation): Promise<void> {
  if (only === "worker") {
    console.log("A worker of Kurir is running. Ctrl-C stops it, after what is on the wire.");
    return;
  }
  const invitation = await createOwnerInvitation();
  const lines = [
    "",
    "Kurir is running.",
    "",
    `  Dashboard  ${url}`,
    `  Data       ${settings.dataDirectory}`,
    "",
    ...(invitation
      ? [
          "Nobody has an account yet. Create the owner's with this link; it works once:",
          "",
          `  ${url}${invitation}`,
          "",
        ]
      : []),
    "Ctrl-C stops it.",
    "",
  ];
  console.log(lines.join("\n"));
}

function onSignal(): void {
  if (firstSignalAt === undefined) {
    firstSignalAt = Date.now();
    abort.abort();
    if (installation) void shutDown(installation);
    else console.log("\nStopping as soon as this step allows.");
  } else if (Date.now() - firstSignalAt > sameSignalMilliseconds) {
    console.log("Not waiting any longer.");
    installation?.hurry();
  }
}

async function shutDown(running: Installation): Promise<void> {
  console.log("\nStopping: what is being sent is finished first. Ctrl-C again does not wait for it.");
  try {
    await running.stop();
    console.log("Stopped.");
  } catch (error) {
    console.error(error instanceof OperatorError ? error.message : error);
    process.exitCode = 1;
  }
}
