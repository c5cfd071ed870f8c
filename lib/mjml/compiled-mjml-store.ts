import { hash } from "node:crypto";
import { database } from "#lib/platform/database.ts";
import type { Prisma } from "#prisma/client/client.ts";
import type { CompiledMjml } from "./compile-mjml.ts";

/** Short, so that a new version of the program soon compiles everything by its own rules. */
const keptMilliseconds = 3_600_000;

const keyOf = (source: string) => hash("sha256", source, "base64url");
const oldest = () => new Date(Date.now() - keptMilliseconds);

export async function findCompiled(source: string): Promise<CompiledMjml | null> {
  const row = await database().compiledMjml.findFirst({
    where: { key: keyOf(source), madeAt: { gt: oldest() } },
    select: { compiled: true },
  });
  return (row?.compiled as CompiledMjml | undefined) ?? null;
}

export async function keepCompiled(source: string, compiled: CompiledMjml): Promise<void> {
  const data = { compiled: compiled as unknown as Prisma.InputJsonObject, madeAt: new Date() };
  await database().compiledMjml.upsert({
    where: { key: keyOf(source) },
    create: { key: keyOf(source), ...data },
    update: data,
  });
}

export async function removeOldCompiled(): Promise<void> {
  await database().compiledMjml.deleteMany({ where: { madeAt: { lte: oldest() } } });
}
