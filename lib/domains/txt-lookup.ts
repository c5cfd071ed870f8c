import { Resolver } from "node:dns/promises";

/** TXT records with their strings joined, or why they are not known. `missing`: the DNS says that there is none. */
export type TxtLookup =
  | { kind: "found"; records: string[] }
  | { kind: "missing" }
  | { kind: "failed"; detail: string };

/** A person waits for it. */
const milliseconds = 4_000;

/** Asks the machine's name servers for the TXT records of a name. */
export async function lookUpTxt(name: string): Promise<TxtLookup> {
  const resolver = new Resolver({ timeout: milliseconds, tries: 2 });
  try {
    const records = await resolver.resolveTxt(name);
    return { kind: "found", records: records.map((strings) => strings.join("")) };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (code === "ENODATA" || code === "ENOTFOUND") return { kind: "missing" };
    return { kind: "failed", detail: error instanceof Error ? error.message : String(error) };
  }
}
