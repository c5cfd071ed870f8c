import { globSync, readdirSync, readFileSync } from "node:fs";
import { createTranslator } from "next-intl";
import { describe, expect, test } from "vitest";
import { icuArguments } from "./icu-arguments.ts";

type Tree = { [key: string]: string | Tree };

const LOCALES = ["en", "id"] as const;
const here = import.meta.dirname;
const read = (locale: string, file: string) =>
  JSON.parse(readFileSync(`${here}/${locale}/${file}`, "utf8")) as Tree;
const files = (locale: string) => readdirSync(`${here}/${locale}`).sort();

const flat = (tree: Tree, path = ""): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [[path + key, value] as [string, string]] : flat(value, `${path}${key}.`),
  );

test("every language has the same namespaces", () => {
  expect(files("id")).toEqual(files("en"));
});

describe.each(files("en"))("%s", (file) => {
  const [english, indonesian] = [flat(read("en", file)), flat(read("id", file))];

  test("has the same keys in both languages", () => {
    expect(indonesian.map(([key]) => key).sort()).toEqual(english.map(([key]) => key).sort());
  });

  test("fills in the same values in both languages", () => {
    const other = new Map(indonesian);
    for (const [key, message] of english) {
      const translated = other.get(key);
      if (translated === undefined) continue;
      expect({ key, has: icuArguments(translated) }).toEqual({ key, has: icuArguments(message) });
    }
  });

  test.each(LOCALES)("can be written out in %s", (locale) => {
    for (const [key, message] of locale === "en" ? english : indonesian) {
      const onError = (error: Error) => {
        throw new Error(`${locale}/${file} ${key}: ${error.message}`);
      };
      const t = createTranslator({ locale, messages: read(locale, file), timeZone: "UTC", onError });
      t.markup(key as never, sampleValues(message));
    }
  });
});

test("every key that the screens name exists", () => {
  const keys = new Set(
    files("en").flatMap((file) => flat(read("en", file)).map(([key]) => `${file.slice(0, -5)}.${key}`)),
  );
  const root = `${here}/..`;
  const unknown = globSync("app/**/*.{ts,tsx}", { cwd: root }).flatMap((file) =>
    keysNamedIn(readFileSync(`${root}/${file}`, "utf8"))
      .filter((candidates) => !candidates.some((key) => isKnown(keys, key)))
      .map((candidates) => `${file}: ${candidates.join(" or ")}`),
  );
  expect(unknown).toEqual([]);
});

/** A key that ends in a dot stands for whatever a template string adds to it. */
const isKnown = (keys: Set<string>, key: string): boolean =>
  keys.has(key) || (key.endsWith(".") && [...keys].some((known) => known.startsWith(key)));

const CALL = /\b(\w+)(?:\.(?:rich|markup|raw|has))?\(\s*(?:"([\w.]+)"|`([\w.]*)\$\{)/g;

/**
 * The keys a source file names, each with the namespaces it may belong to: `const t = useTranslations("x")` binds exactly,
 * a translator out of a Promise.all may be any of the file's.
 */
const keysNamedIn = (source: string): string[][] => {
  const bound = new Map<string, Set<string>>();
  const bind = (name: string, namespace: string) =>
    bound.set(name, (bound.get(name) ?? new Set()).add(namespace));
  for (const [, name = "", namespace = ""] of source.matchAll(
    /const (\w+) = (?:await )?(?:use|get)Translations\((?:"([\w.]+)")?\)/g,
  ))
    bind(name, namespace);
  const all = [...source.matchAll(/(?:use|get)Translations\((?:"([\w.]+)")?\)/g)].map(
    ([, namespace = ""]) => namespace,
  );
  for (const [, names = ""] of source.matchAll(/const \[([^\]]+)\] = await Promise\.all\(/g))
    for (const name of names.split(",")) for (const namespace of all) bind(name.trim(), namespace);

  const called = [...source.matchAll(CALL)].flatMap(([, name = "", key, prefix]) => {
    const namespaces = bound.get(name);
    // A template without a dot before its first hole says nothing that could be checked.
    const used = key ?? (prefix?.includes(".") ? prefix.slice(0, prefix.lastIndexOf(".") + 1) : undefined);
    return namespaces && used
      ? [[...namespaces].map((namespace) => (namespace ? `${namespace}.${used}` : used))]
      : [];
  });
  const inline = [...source.matchAll(/\(await getTranslations\("([\w.]+)"\)\)\("([\w.]+)"/g)].map(
    ([, namespace, key]) => [`${namespace}.${key}`],
  );
  const refused = [...source.matchAll(/new Refusal\(\s*"([\w.]+)"/g)].map(([, key = ""]) => [key]);
  return [...called, ...inline, ...refused];
};

const sampleValues = (message: string) =>
  Object.fromEntries(
    icuArguments(message).map((argument) =>
      argument.startsWith("<")
        ? [argument.slice(1, -1), (chunks: string) => chunks]
        : [argument.split(" ")[0] ?? "", 1],
    ),
  );
