import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { COMPILE_MILLISECONDS } from "./content-limits.ts";
import type { MjmlFault } from "./mjml-problem.ts";
import type { CompileOrder, CompileReply } from "./mjml-thread.ts";

/** `failed` carries MJML's own words; `stopped`: over its time or memory. */
export type MjmlResult =
  | { kind: "compiled"; html: string; faults: MjmlFault[] }
  | { kind: "failed"; detail: string }
  | { kind: "stopped" };

type Workshop = {
  thread: Worker | null;
  previous: Promise<unknown>;
  orders: number;
  closing: NodeJS.Timeout | undefined;
};

/** MJML in memory is 90 MB: kept while somebody types at a template, not while a campaign is sent for hours. */
const idleMilliseconds = 3_000;

/** On the global object: each bundle of the web server has its own copy of this file, and one thread is enough for all. */
const key = Symbol.for("kurir.mjml");
const place = globalThis as { [key]?: Workshop };

function workshop(): Workshop {
  place[key] ??= { thread: null, previous: Promise.resolve(), orders: 0, closing: undefined };
  return place[key];
}

/**
 * Compiles MJML in a thread of its own, one source at a time: loading MJML takes half a second and a large source seconds,
 * and neither may hold up a page or a send. The thread stays a while for the next source and keeps no process alive.
 */
export function runMjml(source: string): Promise<MjmlResult> {
  const shop = workshop();
  const result = shop.previous.then(() => compileInThread(shop, source));
  shop.previous = result.catch(() => undefined);
  return result;
}

function compileInThread(shop: Workshop, source: string): Promise<MjmlResult> {
  clearTimeout(shop.closing);
  shop.thread ??= startThread(shop);
  const worker = shop.thread;
  shop.orders += 1;
  const order: CompileOrder = { id: shop.orders, source };
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void, keep: boolean) => {
      clearTimeout(deadline);
      worker.off("message", onMessage).off("error", onError);
      worker.unref();
      const end = () => {
        shop.thread = null;
        void worker.terminate();
      };
      if (keep) shop.closing = setTimeout(end, idleMilliseconds).unref();
      else end();
      finish();
    };
    const onMessage = (reply: CompileReply) => settle(() => resolve(mjmlResult(reply)), true);
    const onError = (error: Error & { code?: string }) =>
      settle(
        () => (error.code === "ERR_WORKER_OUT_OF_MEMORY" ? resolve({ kind: "stopped" }) : reject(error)),
        false,
      );
    const deadline = setTimeout(
      () => settle(() => resolve({ kind: "stopped" }), false),
      COMPILE_MILLISECONDS,
    );
    worker.ref();
    worker.on("message", onMessage).on("error", onError);
    worker.postMessage(order);
  });
}

function mjmlResult(reply: CompileReply): MjmlResult {
  return "failure" in reply
    ? { kind: "failed", detail: reply.failure }
    : { kind: "compiled", html: reply.html, faults: reply.faults };
}

/** By path and not by import: what bundles the pages leaves the thread's file alone, and Node runs it as it stands. */
function startThread(shop: Workshop): Worker {
  const file = join(process.cwd(), "lib", "content", "mjml-thread.ts");
  const worker = new Worker(file, { resourceLimits: { maxOldGenerationSizeMb: 512 }, execArgv: [] });
  // Whoever waits hears of it; what dies while nobody waits is only replaced.
  worker.on("error", () => undefined);
  worker.on("exit", () => {
    if (shop.thread === worker) shop.thread = null;
  });
  return worker;
}
