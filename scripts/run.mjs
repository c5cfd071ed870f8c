/**
 * The first step of every npm script: `node scripts/run.mjs scripts/X.ts [arguments]`.
 *
 * Plain JavaScript without dependencies, for whatever Node (20 or newer) the machine has. It installs what
 * package-lock.json holds, generates the Prisma client, and hands over to scripts/X.ts on the Node that the
 * lockfile pins. Everything after this file may rely on both.
 *
 * package.json says `exec node ...`: npm runs a shell, which would take a SIGTERM meant for us and end alone, leaving behind
 * an installation that goes on sending.
 */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const at = (...parts) => path.join(root, ...parts);
const nodeBinary = at("node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");
const dependencyStamp = at("node_modules", ".kurir-lock");
const clientStamp = at("prisma", "client", ".schema-hash");
const generateScript = "scripts/generate-prisma.ts";

class SetupError extends Error {}

async function main([target, ...args]) {
  if (Number(process.versions.node.split(".")[0]) < 20) {
    throw new SetupError(`Kurir needs Node 20 or newer to set itself up; this is ${process.version}.`);
  }
  if (!target) throw new SetupError("Usage: node scripts/run.mjs scripts/NAME.ts [arguments]");
  const forced = target === generateScript;
  if (!dependenciesAreCurrent() || !clientIsCurrent() || forced) {
    await withSetupLock(async () => {
      if (!dependenciesAreCurrent()) await installDependencies();
      if (!clientIsCurrent() || forced) await generateClient();
    });
  }
  return forced ? 0 : await handOver(target, args);
}

/** Runs the target on the pinned Node, with this terminal, and gives its exit status. */
function handOver(target, args) {
  const child = spawn(nodeBinary, [path.resolve(root, target), ...args], {
    cwd: root,
    stdio: "inherit",
    env: childEnvironment(),
  });
  let passedOnAt = 0;
  const passOn = (signal) => {
    // What reaches a whole group reaches us again by way of npm: passed on twice, it would count as the second one, which hurries.
    if (Date.now() - passedOnAt < 1000) return;
    passedOnAt = Date.now();
    child.kill(signal);
  };
  // At a terminal Ctrl-C reaches the whole foreground group, the child included.
  for (const signal of ["SIGINT", "SIGQUIT"]) process.on(signal, () => process.stdin.isTTY || passOn(signal));
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => passOn(signal));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(code ?? 128 + (signalNumbers[signal] ?? 0)));
  });
}

const signalNumbers = { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGABRT: 6, SIGKILL: 9, SIGSEGV: 11, SIGTERM: 15 };

function childEnvironment() {
  const key = Object.keys(process.env).find((name) => name.toUpperCase() === "PATH") ?? "PATH";
  // What runs on somebody's own machine reports to nobody.
  return {
    ...process.env,
    NEXT_TELEMETRY_DISABLED: "1",
    [key]: [at("node_modules", ".bin"), process.env[key]].join(path.delimiter),
  };
}

// --- dependencies -------------------------------------------------------------------------------------

function dependenciesAreCurrent() {
  if (!fs.existsSync(nodeBinary)) return false;
  return readText(dependencyStamp) === lockfileHash() || installedMatchesLockfile();
}

function lockfileHash() {
  return hash(readText(at("package-lock.json")));
}

/**
 * An ordinary `npm install` leaves its own record of what it installed. It counts when it has every
 * package of the lockfile; packages for another platform are the only ones that may be absent.
 */
function installedMatchesLockfile() {
  try {
    const wanted = JSON.parse(readText(at("package-lock.json"))).packages;
    const installed = JSON.parse(readText(at("node_modules", ".package-lock.json"))).packages;
    return Object.entries(wanted).every(([name, entry]) => {
      if (name === "") return true;
      if (!installed[name]) return Boolean(entry.optional || entry.devOptional || entry.peer);
      return installed[name].version === entry.version && installed[name].integrity === entry.integrity;
    });
  } catch {
    return false;
  }
}

async function installDependencies() {
  say("Installing the locked packages. The first time this takes a minute or two and about 1.5 GB of disk.");
  const startedAt = Date.now();
  const options = ["--include=dev", "--include=optional", "--no-audit", "--no-fund", "--loglevel=error"];
  let { status, output } = await runNpm(["ci", ...options]);
  if (status !== 0 && /npm ci.{0,40}can only install/.test(output)) {
    // A lockfile written where a registry lacks some other platform's packages has no entry for them, and
    // `npm ci` then refuses it as a whole; `npm install` takes the versions that it does hold.
    say(
      "The lockfile does not name every package; installing what it names and the rest as package.json says.",
    );
    ({ status, output } = await runNpm(["install", "--no-save", ...options]));
  }
  if (status !== 0) throw new SetupError(explainNpmFailure(output));
  if (!fs.existsSync(nodeBinary) || spawnSync(nodeBinary, ["--version"]).status !== 0) {
    throw new SetupError(
      "npm installed the packages but not the Node binary that Kurir pins. That happens when install scripts\n" +
        "are switched off (ignore-scripts=true in an .npmrc) or when this platform has no such binary.\n" +
        "Run `npm ci --ignore-scripts=false` and start again.",
    );
  }
  writeWhole(dependencyStamp, lockfileHash());
  say(`Installed in ${Math.round((Date.now() - startedAt) / 1000)} s.`);
}

function runNpm(args) {
  // npm tells its scripts where it lies itself; without it (`node scripts/run.mjs`) the one on PATH serves.
  const own = process.env.npm_execpath;
  const [command, first] = own && /npm-cli\.c?js$/.test(own) ? [process.execPath, [own]] : ["npm", []];
  const child = spawn(command, [...first, ...args], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    shell: command === "npm" && process.platform === "win32",
  });
  let output = "";
  const keep = (chunk) => {
    output = (output + chunk).slice(-20_000);
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  const startedAt = Date.now();
  const heartbeat = setInterval(
    () => say(`Still installing (${Math.round((Date.now() - startedAt) / 1000)} s)...`),
    15_000,
  );
  const stopChild = (signal) => child.kill(signal);
  process.once("SIGTERM", stopChild);
  return new Promise((resolve) => {
    const finish = (status) => {
      clearInterval(heartbeat);
      process.removeListener("SIGTERM", stopChild);
      resolve({ status, output });
    };
    child.once("error", (error) => {
      output += error.message;
      finish(1);
    });
    child.once("close", (code) => finish(code ?? 1));
  });
}

const npmFailures = [
  [
    /\b(EACCES|EPERM|EROFS)\b/,
    () =>
      `npm may not write here. Check that you own ${root} and your npm cache (~/.npm), or run as their owner.`,
  ],
  [/\bENOSPC\b/, () => "The disk is full. Kurir's packages need about 1.5 GB."],
  [
    /\b(ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|ENOTCACHED)\b/,
    () =>
      "npm could not reach its registry. Check the network or the proxy (`npm ping` tells), then start again.",
  ],
  [
    /\b(UNABLE_TO_VERIFY|CERT_HAS_EXPIRED|SELF_SIGNED_CERT\w*|DEPTH_ZERO\w*)\b/,
    () =>
      "npm does not trust the registry's certificate. Behind a company proxy set `npm config set cafile FILE`.",
  ],
  [/spawn npm ENOENT/, () => "npm was not found. Install npm (it comes with Node), then start again."],
];

function explainNpmFailure(output) {
  const known = npmFailures.find(([pattern]) => pattern.test(output));
  const tail = output.trim().split("\n").slice(-12).join("\n");
  const what = known ? known[1]() : "npm could not install the packages.";
  return `${what}\n\nWhat npm said:\n${tail.replace(/^/gm, "  ")}`;
}

// --- Prisma client ------------------------------------------------------------------------------------

function clientIsCurrent() {
  return readText(clientStamp) === schemaHash();
}

function schemaHash() {
  const folder = at("prisma", "schema");
  const names = fs.existsSync(folder)
    ? fs.readdirSync(folder).filter((name) => name.endsWith(".prisma"))
    : [];
  const texts = names.sort().map((name) => `${name}\n${readText(path.join(folder, name))}`);
  return hash([readText(at("node_modules", "prisma", "package.json")), ...texts].join("\n"));
}

async function generateClient() {
  say("Generating the database client.");
  const status = await handOver(generateScript, []);
  if (status !== 0) throw new SetupError("The database client could not be generated.");
  writeWhole(clientStamp, schemaHash());
}

// --- one set-up at a time -----------------------------------------------------------------------------

/** Two starts at once must not both install: `npm ci` empties node_modules first. */
async function withSetupLock(work) {
  const lock = at(".setup-lock");
  let told = false;
  while (!takeLock(lock)) {
    if (!told) say(`Waiting for the set-up that process ${readText(lock).split(" ")[0]} is running.`);
    told = true;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  try {
    await work();
  } finally {
    fs.rmSync(lock, { force: true });
  }
}

/** Takes the lock, also from a process that is gone; false while another one holds it. */
function takeLock(lock) {
  const mine = `${lock}.${process.pid}`;
  try {
    fs.writeFileSync(mine, `${process.pid} ${birthOf(process.pid)}`);
  } catch (error) {
    throw new SetupError(
      `This folder cannot be written to: ${root} (${error.code}).\nRun as its owner, or move the checkout.`,
    );
  }
  try {
    fs.linkSync(mine, lock);
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    const [pid, birth] = readText(lock).split(" ");
    if (pid && birthOf(pid) !== birth) fs.rmSync(lock, { force: true });
    return false;
  } finally {
    fs.rmSync(mine, { force: true });
  }
}

/** When a process began, so that a pid used again is not taken for its former owner; "" when it is gone. */
function birthOf(pid) {
  if (process.platform === "linux") {
    const stat = readText(`/proc/${pid}/stat`);
    return stat && (stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "");
  }
  try {
    process.kill(Number(pid), 0);
    return "alive";
  } catch (error) {
    return error.code === "EPERM" ? "alive" : "";
  }
}

// --- small things -------------------------------------------------------------------------------------

/** Progress goes to stderr: scripts may promise what stdout holds. */
function say(text) {
  process.stderr.write(`${text}\n`);
}

function readText(file) {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** Writes beside and renames, so that nobody reads half of it. */
function writeWhole(file, text) {
  fs.writeFileSync(`${file}.new`, text);
  fs.renameSync(`${file}.new`, file);
}

function hash(text) {
  return createHash("sha256").update(text).digest("hex");
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`\n${error.message}\n`);
  process.exitCode = 1;
}
