/** The languages of the screens; the first is what someone gets whose browser asks for none of them. */
export const LOCALES = ["en", "id"] as const;

export type Locale = (typeof LOCALES)[number];

/** The cookie that keeps a visitor's choice; it outranks the user row and the browser. */
export const LOCALE_COOKIE = "kurir_locale";

const isLocale = (value: unknown): value is Locale =>
  typeof value === "string" && (LOCALES as readonly string[]).includes(value);

/**
 * Chooses the language of a page: the first known one of `wishes` (cookie, then user row), else the best of
 * the Accept-Language header (RFC 9110, section 12.5.4), else English.
 */
export const pickLocale = (
  wishes: readonly (string | null | undefined)[],
  acceptLanguage: string | null,
): Locale => {
  const wished = wishes.find(isLocale);
  if (wished) return wished;
  const accepted = (acceptLanguage ?? "")
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.trim().toLowerCase().split(";");
      const quality = parameters.map((parameter) => /^\s*q=([\d.]+)$/.exec(parameter)?.[1]).find(Boolean);
      return { language: tag.split("-")[0], quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality);
  return accepted.map(({ language }) => language).find(isLocale) ?? LOCALES[0];
};
