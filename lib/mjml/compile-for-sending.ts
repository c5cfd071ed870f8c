import { type CompiledMjml, compileMjml } from "./compile-mjml.ts";
import { findCompiled, keepCompiled } from "./compiled-mjml-store.ts";

/**
 * As `compileMjml`, and what has no error is remembered for an hour for all processes: a campaign is compiled for its review,
 * for the Send button and for its planning, each time the same, and each time a process that MJML has to be loaded into first
 * takes the better part of a second.
 */
export async function compileForSending(source: string): Promise<CompiledMjml> {
  const known = await findCompiled(source);
  if (known) return known;
  const compiled = await compileMjml(source);
  if (compiled.errors.length === 0) await keepCompiled(source, compiled);
  return compiled;
}
