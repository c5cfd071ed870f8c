const sentence =
  "The first lots of the new harvest have come down from the hills, washed, dried and cupped. ";

/**
 * A newsletter that is personalised in 5 places and has 10 links besides unsubscribing; as a mail it has about the bytes asked
 * for, of which the texts make up what the layout leaves.
 *
 * @param filler how often a sentence of 91 letters stands in it (it goes into the HTML and the text part)
 */
export function benchMjml(filler: number): string {
  const links = Array.from(
    { length: 10 },
    (_, index) => `<a href="https://shop.toko-kopi.example/lots/${index + 1}">Lot ${index + 1}</a>`,
  );
  return `<mjml><mj-body><mj-section><mj-column><mj-text>
Dear {{ contact.first_name }} {{ contact.last_name }}, good news for {{ contact.city }}: your plan is {{ contact.plan }}.
${sentence.repeat(filler)}
${links.join(" ")}
This mail went to {{ contact.email }}. <a href="{{ unsubscribe_url }}">Unsubscribe</a>
</mj-text></mj-column></mj-section></mj-body></mjml>`;
}

/** How much filler makes a mail of so many bytes: without any it has 7,080, and each sentence adds itself twice over. */
export function fillerFor(bytes: number): number {
  return Math.round((bytes - 7_080) / 189.4);
}
