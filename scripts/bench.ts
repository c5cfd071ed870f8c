// npm run bench -- NAME [--json] [--quick] [--only=c,e]: measures on this machine. With --json the last line is one JSON object.
// NAME is one of the keys below; each says in its own file what is measured and against what.
import type { BenchOptions } from "./bench/bench-options.ts";
import { readArguments } from "./read-arguments.ts";

const benches: Record<string, () => Promise<{ run: (options: BenchOptions) => Promise<object> }>> = {
  send: () => import("./bench/send.ts"),
  sizes: () => import("./bench/sizes.ts"),
  planning: () => import("./bench/planning.ts"),
  plans: () => import("./bench/plans.ts"),
};

const { values, positionals } = readArguments({
  allowPositionals: true,
  options: {
    json: { type: "boolean", default: false },
    quick: { type: "boolean", default: false },
    only: { type: "string" },
  },
});
const bench = benches[positionals[0] ?? ""];
if (!bench || positionals.length !== 1) {
  console.error(`Name one of: ${Object.keys(benches).join(", ")}. Example: npm run bench -- send --json`);
  process.exit(2);
}
const { run } = await bench();
const figures = await run({ quick: values.quick, ...(values.only && { only: values.only.split(",") }) });
if (values.json) console.log(JSON.stringify(figures));
process.exit(0);
