type Translate = ((key: never, values?: never) => string) & { has: (key: never) => boolean };

/**
 * The words for a message that came from the server: a full key with optional values after a question mark,
 * "errors.field.tooShort?minimum=10". An unknown key becomes the general sentence, never raw text.
 */
export const messageText = (t: Translate, message: string): string => {
  const [key = "", query] = message.split("?", 2);
  if (!t.has(key as never)) return t("errors.field.invalid" as never);
  const values = Object.fromEntries(
    [...new URLSearchParams(query)].map(([name, value]) => [
      name,
      value !== "" && Number.isFinite(Number(value)) ? Number(value) : value,
    ]),
  );
  return t(key as never, values as never);
};

/** Writes a message for `messageText`: a key of messages/ with the values its sentence needs. */
export const messageWith = (key: string, values: Record<string, string | number> = {}): string => {
  const query = new URLSearchParams(
    Object.entries(values).map(([name, value]) => [name, String(value)]),
  ).toString();
  return query ? `${key}?${query}` : key;
};
