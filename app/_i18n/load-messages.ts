import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { AbstractIntlMessages } from "next-intl";
import type { Locale } from "./locale.ts";

const loaded = new Map<Locale, AbstractIntlMessages>();

/**
 * All messages of a language: every file `messages/<locale>/<namespace>.json` under its namespace. Read from the
 * checkout, which is the working directory of every process that serves pages; kept in memory in production.
 */
export const loadMessages = async (locale: Locale): Promise<AbstractIntlMessages> => {
  const known = loaded.get(locale);
  if (known !== undefined && process.env.NODE_ENV === "production") return known;
  const messages = await readNamespaces(join(/* turbopackIgnore: true */ process.cwd(), "messages", locale));
  loaded.set(locale, messages);
  return messages;
};

const readNamespaces = async (folder: string): Promise<AbstractIntlMessages> => {
  const files = (await readdir(folder)).filter((file) => file.endsWith(".json"));
  const namespaces = await Promise.all(
    files.map(async (file) => [
      file.slice(0, -".json".length),
      JSON.parse(await readFile(join(folder, file), "utf8")) as AbstractIntlMessages,
    ]),
  );
  return Object.fromEntries(namespaces);
};
