import { type ParseArgsConfig, parseArgs } from "node:util";

/** Node's `parseArgs`. What it does not know, it says with what there is, and ends this process with status 2. */
export function readArguments<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    if (!isUnderstood(error)) throw error;
    const known = Object.entries(config.options ?? {}).map(([name, { type }]) =>
      type === "string" ? `--${name}=...` : `--${name}`,
    );
    // Its second sentence is for programmers.
    console.error(`${error.message.split(". ")[0]}. There is: ${known.join(" ")}`);
    process.exit(2);
  }
}

function isUnderstood(error: unknown): error is Error {
  return (
    error instanceof TypeError && String((error as NodeJS.ErrnoException).code).startsWith("ERR_PARSE_ARGS")
  );
}
