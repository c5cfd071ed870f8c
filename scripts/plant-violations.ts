// Proves that the import check reads TypeScript: it must find each wrong import planted in a tree made for the purpose.
// (dependency-cruiser 17 on TypeScript 7 read nothing and reported no violation.)
import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

const planted: { rule: string; files: Record<string, string> }[] = [
  {
    rule: "contacts-imports-only-to-its-left",
    files: {
      "lib/contacts/contact.ts":
        'import { report } from "#lib/reports/report.ts";\nexport const contact: unknown = report;\n',
      "lib/reports/report.ts": "export const report: number = 1;\n",
    },
  },
  {
    rule: "lib-knows-no-screen-and-no-worker",
    files: {
      "lib/content/template.ts": 'import type { Page } from "#app/page.tsx";\nexport type Template = Page;\n',
      "app/page.tsx": "export type Page = string;\n",
    },
  },
  {
    rule: "no-cycles",
    files: {
      "lib/senders/sender.ts":
        'import { server } from "./server.ts";\nexport const sender: unknown = server;\n',
      "lib/senders/server.ts":
        'import { sender } from "./sender.ts";\nexport const server: unknown = sender;\n',
    },
  },
];

const tree = mkdtempSync(join(tmpdir(), "kurir-planted-"));
try {
  for (const { files } of planted) {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(tree, path)), { recursive: true });
      writeFileSync(join(tree, path), text);
    }
  }
  const { imports } = JSON.parse(readFileSync("package.json", "utf8")) as { imports: Record<string, string> };
  writeFileSync(join(tree, "package.json"), JSON.stringify({ type: "module", imports }));
  for (const file of ["tsconfig.json", ".dependency-cruiser.mjs"]) copyFileSync(file, join(tree, file));
  symlinkSync(resolve("node_modules"), join(tree, "node_modules"));

  const cruise = spawnSync(
    process.execPath,
    [
      resolve("node_modules/dependency-cruiser/bin/dependency-cruiser.mjs"),
      "app",
      "lib",
      "--config",
      ".dependency-cruiser.mjs",
    ],
    { cwd: tree, encoding: "utf8" },
  );
  const missed = planted.filter(({ rule }) => !cruise.stdout.includes(`error ${rule}`));
  if (missed.length > 0) {
    console.error(
      `The import check missed what was planted for ${missed.map(({ rule }) => rule).join(", ")}`,
    );
    console.error(cruise.stdout, cruise.stderr);
    process.exitCode = 1;
  }
} finally {
  rmSync(tree, { recursive: true, force: true });
}
