import type { IncomingMessage } from "node:http";

/** RFC 8058's body has 26 bytes; the preferences of a hundred lists have about 5 KB. */
const largestBytes = 16_384;

export type FormBody =
  | { kind: "form"; fields: URLSearchParams }
  | { kind: "too_large" }
  | { kind: "not_a_form" };

/** Reads a small form: `application/x-www-form-urlencoded` or `multipart/form-data`, both allowed by RFC 8058 section 3.2. */
export async function readFormBody(request: IncomingMessage): Promise<FormBody> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length;
    if (bytes > largestBytes) return { kind: "too_large" };
    chunks.push(chunk as Buffer);
  }
  return parseForm(Buffer.concat(chunks), request.headers["content-type"] ?? "");
}

/** A form's fields. Files of a multipart form are read as text; nothing here keeps them. */
async function parseForm(body: Buffer, contentType: string): Promise<FormBody> {
  if (!/^(?:application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(contentType))
    return { kind: "not_a_form" };
  try {
    const parsed = await new Response(new Uint8Array(body), {
      headers: { "content-type": contentType },
    }).formData();
    const pairs = [...parsed].map(([name, value]): [string, string] => [
      name,
      typeof value === "string" ? value : "",
    ]);
    return { kind: "form", fields: new URLSearchParams(pairs) };
  } catch {
    return { kind: "not_a_form" };
  }
}
