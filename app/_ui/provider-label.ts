type Words = (key: "mailServer", values: { address: string }) => string;

/**
 * What a mailbox provider is called in the middle of a sentence: its name, and where only a mail server's address is known, what
 * that is. Where it comes first, see {@link capitalised}.
 *
 * @param t of `delivery`
 */
export function providerLabel(t: Words, name: string): string {
  return /^\d+(\.\d+){3}$|:/.test(name) ? t("mailServer", { address: name }) : name;
}

/** A sentence that may begin with such a label. A domain or a name that is written small stays as its owner writes it. */
export function capitalised(t: Words, name: string, sentence: string): string {
  const label = providerLabel(t, name);
  return label !== name && sentence.startsWith(label)
    ? sentence.charAt(0).toUpperCase() + sentence.slice(1)
    : sentence;
}
