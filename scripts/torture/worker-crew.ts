import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { catalogue } from "#lib/jobs/catalogue.ts";

/** The worker processes of the torture: real ones, `workers/main.ts` with every job. */
export type WorkerCrew = {
  start: () => void;
  running: () => number;
  /** Those that run and are not frozen. */
  awake: () => number;
  /** Ends one as a power cut does. `which` in [0, 1) chooses among those that run; waits until one does. */
  kill: (which: number) => Promise<void>;
  /** Ends one with SIGTERM. */
  drain: (which: number) => Promise<void>;
  /** Stops one from doing anything for so long; it goes on afterwards as if nothing had been. */
  freeze: (which: number, milliseconds: number) => Promise<void>;
  /** Waits until the frozen go on, then ends all with SIGTERM. */
  drainAll: () => Promise<void>;
  killAll: () => Promise<void>;
  /** What went wrong that nobody asked for, in words. */
  troubles: string[];
};

type Member = {
  child: ChildProcess;
  name: string;
  ready: boolean;
  frozen: boolean;
  expected: boolean;
  log: string[];
};

const jobs = Object.keys(catalogue).map((name) => `--only=${name}`);
const logLinesKept = 40;

/** @param say told what happens to its members */
export function openWorkerCrew(say: (line: string) => void): WorkerCrew {
  const members = new Set<Member>();
  const troubles: string[] = [];
  const thaws = new Set<Promise<void>>();
  let started = 0;
  let closing = false;

  function start(): void {
    if (closing) return;
    started += 1;
    const child = spawn(process.execPath, ["workers/main.ts", ...jobs], {
      env: { ...process.env, LOG_LEVEL: "info" },
      stdio: ["ignore", "ignore", "pipe"],
    });
    const member: Member = {
      child,
      name: `worker ${started}`,
      ready: false,
      frozen: false,
      expected: false,
      log: [],
    };
    members.add(member);
    createInterface({ input: child.stderr as NodeJS.ReadableStream }).on("line", (line) => {
      member.log.push(line);
      if (member.log.length > logLinesKept) member.log.shift();
      if (line.includes('"worker started"')) member.ready = true;
    });
    child.once("exit", (code, signal) => {
      members.delete(member);
      if (member.expected) return;
      const how = `${member.name} ended by itself (${signal ?? `exit ${code}`})`;
      // One that cannot start while its database is away is started again by whatever supervises it.
      if (member.ready) troubles.push(`${how}:\n${member.log.join("\n")}`);
      else say(`${how} before it had started; another is started`);
      void pause(250).then(start);
    });
  }

  /** One that runs. The frozen come last: they are to wake up again. */
  async function choose(which: number, { evenFrozen = false } = {}): Promise<Member> {
    for (;;) {
      const ready = [...members].filter((member) => member.ready && !member.expected);
      const awake = ready.filter((member) => !member.frozen);
      const choice = awake.length === 0 && evenFrozen ? ready : awake;
      const chosen = choice[Math.floor(which * choice.length)];
      if (chosen) return chosen;
      await pause(10);
    }
  }

  async function end(member: Member, signal: NodeJS.Signals): Promise<number | null> {
    member.expected = true;
    // Whoever ended meanwhile will not end again.
    if (!members.has(member)) return member.child.exitCode;
    const exited = once(member.child, "exit");
    member.child.kill(signal);
    await exited;
    return member.child.exitCode;
  }

  async function drainOne(member: Member): Promise<void> {
    const status = await end(member, "SIGTERM");
    if (status !== 0) {
      troubles.push(`${member.name} ended with ${status} after SIGTERM:\n${member.log.join("\n")}`);
    }
  }

  return {
    start,
    running: () => members.size,
    awake: () => [...members].filter(({ frozen }) => !frozen).length,
    troubles,
    async kill(which) {
      const member = await choose(which, { evenFrozen: true });
      await end(member, "SIGKILL");
      say(`SIGKILL to ${member.name}`);
      start();
    },
    async drain(which) {
      const member = await choose(which);
      say(`SIGTERM to ${member.name}`);
      await drainOne(member);
    },
    async freeze(which, milliseconds) {
      const member = await choose(which);
      member.child.kill("SIGSTOP");
      member.frozen = true;
      say(`${member.name} is frozen for ${milliseconds} ms`);
      const thaw = pause(milliseconds).then(() => {
        member.child.kill("SIGCONT");
        member.frozen = false;
        thaws.delete(thaw);
      });
      thaws.add(thaw);
    },
    async drainAll() {
      await Promise.all(thaws);
      // A worker that is still starting does not listen to SIGTERM yet.
      while ([...members].some(({ ready }) => !ready)) await pause(20);
      await Promise.all([...members].map(drainOne));
    },
    async killAll() {
      closing = true;
      await Promise.all([...members].map((member) => end(member, "SIGKILL")));
    },
  };
}
