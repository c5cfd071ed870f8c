// npm run classify -- FILE.ndjson [--json]: what the rules make of servers' replies, one JSON object a line:
// {"replyCode":550,"enhancedCode":"5.1.1","replyText":"no such user","stage":"rcpt"}; the code and the stage may be missing.
// A line that also says what is right ("category", one or several, or "suppresses") is counted.
import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import { classifyReply } from "#lib/replies/classify-reply.ts";
import { replyCategories } from "#lib/replies/reply-category.ts";
import { readArguments } from "./read-arguments.ts";

const category = z.enum(Object.keys(replyCategories));
const line = z.object({
  replyCode: z.number().int().min(400).max(599),
  enhancedCode: z.string().nullish(),
  replyText: z.string(),
  stage: z.enum(["mail", "rcpt", "data", "dot", "untold"]).nullish(),
  category: z.union([category, z.array(category).min(1)]).nullish(),
  suppresses: z.boolean().nullish(),
});

const { values, positionals } = readArguments({
  allowPositionals: true,
  options: { json: { type: "boolean", default: false } },
});
const [file] = positionals;
if (file === undefined || positionals.length !== 1) {
  console.error("Name one file of replies. Example: npm run classify -- replies.ndjson --json");
  process.exit(2);
}

if (!existsSync(file)) {
  console.error(`There is no file ${file}.`);
  process.exit(2);
}

const share = (part: number, whole: number) =>
  whole === 0 ? null : Math.round((part / whole) * 1_000) / 1_000;
const count = { replies: 0, unknown: 0, labelled: 0, right: 0, judged: 0, kept: 0, found: 0, wrong: 0 };
for (const [index, text] of readFileSync(file, "utf8").split("\n").entries()) {
  if (text.trim() === "") continue;
  const { enhancedCode, stage, category: right, suppresses, ...reply } = readLine(text, index + 1);
  const verdict = classifyReply({
    ...reply,
    enhancedCode: enhancedCode ?? undefined,
    stage: stage ?? undefined,
  });
  count.replies += 1;
  if (verdict.category === "unknown") count.unknown += 1;
  if (right) count.labelled += 1;
  if (right && [right].flat().includes(verdict.category)) count.right += 1;
  if (suppresses != null) {
    const does = verdict.effect === "suppress";
    count.judged += 1;
    if (does && suppresses) count.found += 1;
    if (does && !suppresses) count.wrong += 1;
    if (!does && suppresses) count.kept += 1;
  }
  if (values.json) console.log(JSON.stringify({ line: index + 1, ...verdict }));
  else console.log([verdict.category, verdict.effect, reply.replyCode, reply.replyText].join("\t"));
}
const figures = {
  replies: count.replies,
  unknown: count.unknown,
  categoriesJudged: count.labelled,
  categoryShare: share(count.right, count.labelled),
  suppressionsJudged: count.judged,
  suppressPrecision: share(count.found, count.found + count.wrong),
  suppressRecall: share(count.found, count.found + count.kept),
};
if (values.json) console.log(JSON.stringify(figures));
else console.table([figures]);

function readLine(text: string, number: number): z.infer<typeof line> {
  try {
    return line.parse(JSON.parse(text));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
    console.error(`${file}, line ${number}: ${why}`);
    process.exit(1);
  }
}
