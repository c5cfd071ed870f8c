import { Readable } from "node:stream";

/** A CSV file as a download, sent as its rows are read. */
export const csvResponse = (fileName: string, rows: AsyncIterable<string>): Response => {
  // RFC 6266: a plain name for old programs, the real one percent-encoded (RFC 5987) for all others.
  const plain = fileName.replace(/[^\w.-]+/g, "_");
  const name = encodeURIComponent(fileName).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
  return new Response(Readable.toWeb(Readable.from(toBytes(rows))) as ReadableStream, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${plain}"; filename*=UTF-8''${name}`,
      "cache-control": "no-store",
    },
  });
};

async function* toBytes(rows: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  for await (const row of rows) if (row !== "") yield Buffer.from(row);
}
