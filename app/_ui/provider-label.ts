type Words = (key: "mailServer", values: { address: string }) => string;

/**
 * What a mailbox provider is called in a sentence: its name, and where only a mail server's address is known, what that is.
 *
 * @param t of `delivery`
 */
export function providerLabel(t: Words, name: string): string {
  return /^\d+(\.\d+){3}$|:/.test(name) ? t("mailServer", { address: name }) : name;
}
