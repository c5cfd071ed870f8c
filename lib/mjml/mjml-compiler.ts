import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import type { MjmlFault } from "./mjml-problem.ts";
import type { CompileOrder, CompileReply } from "./mjml-process.ts";

/** `failed` carries MJML's own words; `stopped`: over its time or memory. */
export type MjmlResult =
  | { kind: "compiled"; html: string; faults: MjmlFault[] }
  | { kind: "failed"; detail: string }
  | { kind: "stopped" };

type Workshop = {
  child: ChildProcess | null;
  previous: Promise<unknown>;
  orders: number;
  closing: NodeJS.Timeout | undefined;
};

/** Loaded, it takes 120 MB: kept while somebody types at a template, not while a campaign is sent for hours. */
const idleMilliseconds = 10_000;
const mostMegabytes = 512;
/** For one source, the process's own start included; the largest takes about a second. */
const mostMilliseconds = 30_000;

/** On the global object: each bundle of the web server has its own copy of this file, and one process is enough for all. */
const key = Symbol.for("kurir.mjml");
const place = globalThis as { [key]?: Workshop };

function workshop(): Workshop {
  place[key] ??= { child: null, previous: Promise.resolve(), orders: 0, closing: undefined };
  return place[key];
}

/**
 * Compiles MJML in a process of its own, one source at a time: loading MJML takes half a second and a large source seconds,
 * and neither may hold up a page or a send. A process and not a thread, because what a thread took is never given back, which
 * cost every worker 100 MB for good; and what compiles a stranger's text has neither secrets nor a database. It stays a while
 * for the next source and keeps nobody alive.
 */
export function runMjml(source: string): Promise<MjmlResult> {
  const shop = workshop();
  const result = shop.previous.then(() => compileInProcess(shop, source));
  shop.previous = result.catch(() => undefined);
  return result;
}

function compileInProcess(shop: Workshop, source: string): Promise<MjmlResult> {
  clearTimeout(shop.closing);
  shop.child ??= startProcess(shop);
  const { child } = shop;
  shop.orders += 1;
  const order: CompileOrder = { id: shop.orders, source };
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void, keep: boolean) => {
      clearTimeout(deadline);
      child.off("message", onMessage).off("exit", onExit).off("error", onError);
      letRest(child);
      const end = () => {
        shop.child = null;
        child.kill("SIGKILL");
      };
      if (keep) shop.closing = setTimeout(end, idleMilliseconds).unref();
      else end();
      finish();
    };
    const onMessage = (reply: unknown) => settle(() => resolve(mjmlResult(reply as CompileReply)), true);
    const onError = (error: Error) => settle(() => reject(error), false);
    // Out of memory, Node ends itself by a signal.
    const onExit = () => settle(() => resolve({ kind: "stopped" }), false);
    const deadline = setTimeout(() => settle(() => resolve({ kind: "stopped" }), false), mostMilliseconds);
    child.ref();
    child.channel?.ref();
    child.on("message", onMessage).on("exit", onExit).on("error", onError);
    child.send(order);
  });
}

function mjmlResult(reply: CompileReply): MjmlResult {
  return "failure" in reply
    ? { kind: "failed", detail: reply.failure }
    : { kind: "compiled", html: reply.html, faults: reply.faults };
}

/** By path and not by import: what bundles the pages leaves the file alone, and Node runs it as it stands. */
function startProcess(shop: Workshop): ChildProcess {
  const file = join(process.cwd(), "lib", "mjml", "mjml-process.ts");
  // Without the mark the bundler reads the path as a module of its own, does not find it and gives the build up.
  const child = fork(/* turbopackIgnore: true */ file, {
    execArgv: [`--max-old-space-size=${mostMegabytes}`],
    env: { PATH: process.env.PATH, NODE_ENV: process.env.NODE_ENV },
    // Its last words when it runs out of memory are the engine's own, and nobody's news.
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  // Whoever waits hears of it; what dies while nobody waits is only replaced.
  child.on("error", () => undefined);
  child.on("exit", () => {
    if (shop.child === child) shop.child = null;
  });
  return child;
}

/** Nobody waits for it: it keeps no process from ending. */
function letRest(child: ChildProcess): void {
  child.unref();
  child.channel?.unref();
}
