import { isUtf8 } from "node:buffer";
import { mkdir, open, rm, stat } from "node:fs/promises";
import path from "node:path";
import { incompleteUtf8Tail, sampleBytes } from "#lib/csv/csv-dialect.ts";
import { environment } from "#lib/platform/environment.ts";

export type StoredUpload = {
  sizeBytes: number;
  /** The first bytes, at most `sampleBytes`. */
  sample: Buffer;
  /** Whether the whole file is valid UTF-8. */
  utf8Throughout: boolean;
};

/** Where an import's file lies until the import ends: in the data folder, readable by this program's user only. */
export function uploadPath(importId: string): string {
  return path.join(environment().dataDirectory, "uploads", `${importId}.csv`);
}

/**
 * Writes a body to an import's file as it arrives; one chunk is in memory at a time.
 *
 * @returns null when it grew past the limit (the file is removed)
 * @throws what the body throws when the connection breaks (the file is removed)
 */
export async function storeUpload(
  importId: string,
  body: AsyncIterable<Uint8Array>,
  limitBytes: number,
): Promise<StoredUpload | null> {
  const target = uploadPath(importId);
  await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
  const file = await open(target, "wx", 0o600);
  const sample: Buffer[] = [];
  let sampled = 0;
  let sizeBytes = 0;
  let utf8Throughout = true;
  let cut: Uint8Array = new Uint8Array(0);
  let whole = false;
  try {
    for await (const chunk of body) {
      sizeBytes += chunk.length;
      if (sizeBytes > limitBytes) return null;
      if (sampled < sampleBytes) {
        const part = Buffer.from(chunk.subarray(0, sampleBytes - sampled));
        sample.push(part);
        sampled += part.length;
      }
      if (utf8Throughout) {
        const bytes = cut.length > 0 ? Buffer.concat([cut, chunk]) : chunk;
        const tail = incompleteUtf8Tail(bytes);
        utf8Throughout = isUtf8(bytes.subarray(0, bytes.length - tail));
        cut = Uint8Array.from(bytes.subarray(bytes.length - tail));
      }
      await file.writev([chunk]);
    }
    whole = true;
  } finally {
    await file.close();
    if (!whole) await removeUpload(importId);
  }
  return { sizeBytes, sample: Buffer.concat(sample), utf8Throughout: utf8Throughout && cut.length === 0 };
}

export async function removeUpload(importId: string): Promise<void> {
  await rm(uploadPath(importId), { force: true });
}

export async function uploadExists(importId: string): Promise<boolean> {
  return (await stat(uploadPath(importId)).catch(() => null)) !== null;
}
