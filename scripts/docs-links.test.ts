import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

/** npm's own commands that a reader may be told to type. */
const npmCommands = new Set(["ci", "install"]);

const documents = ["README.md", ...globSync("{CONTRIBUTING.md,docs/**/*.md}")].map((path) => ({
  path,
  text: readFileSync(path, "utf8"),
}));

test("every relative link in the documents leads to a file or folder that exists", () => {
  const broken = documents.flatMap(({ path, text }) =>
    linksIn(text)
      .filter((link) => !existsSync(join(dirname(path), link)))
      .map((link) => `${path}: ${link}`),
  );
  expect(broken).toEqual([]);
});

test("every npm script that the documents name is one of package.json", () => {
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };
  const unknown = documents.flatMap(({ path, text }) =>
    npmScriptsIn(text)
      .filter((name) => !Object.hasOwn(scripts, name) && !npmCommands.has(name))
      .map((name) => `${path}: npm run ${name}`),
  );
  expect(unknown).toEqual([]);
});

test("what is checked is found: links with and without a place in the page, scripts in blocks and in lines", () => {
  expect(linksIn("[a](b.md#c) ![d](e.png) [f](https://g.test/) [h](#i) `[j](k)` [l](<m n.md>)")).toEqual([
    "b.md",
    "e.png",
    "m n.md",
  ]);
  expect(
    npmScriptsIn("`npm test`, `PORT=1 npm start`, npm packages\n```sh\nnpm run demo -- --fast\n```"),
  ).toEqual(["test", "start", "demo"]);
});

/** Paths of the links to files, without the place in the page; code is not read. */
function linksIn(text: string): string[] {
  const prose = text.replace(/^```[\s\S]*?^```/gm, "").replace(/`[^`\n]*`(?!\]\()/g, "");
  return [...prose.matchAll(/\]\(<?([^)>]+)>?\)/g)]
    .map(([, target = ""]) => target.split("#")[0] ?? "")
    .filter((target) => target !== "" && !/^[a-z]+:/.test(target));
}

/** Names after `npm` or `npm run` in code. */
function npmScriptsIn(text: string): string[] {
  const code = [...text.matchAll(/^```[\s\S]*?^```|`[^`\n]+`/gm)].map(([found]) => found).join("\n");
  return [...code.matchAll(/\bnpm (?:run )?([a-z][\w:-]*)/g)].map(([, name = ""]) => name);
}
