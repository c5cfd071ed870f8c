import { compile } from "html-to-text";
import { guardLiquid, restoreLiquid } from "#lib/liquid/liquid-pieces.ts";

const toText = compile({
  // A line on the wire is folded by its encoding; a reader's window wraps better than a fixed column.
  wordwrap: false,
  selectors: [
    { selector: '[style*="display:none"]', format: "skip" },
    {
      selector: "a",
      options: { hideLinkHrefIfSameAsText: true, linkBrackets: ["(", ")"], noAnchorUrl: true },
    },
    { selector: "img", format: "imageByAlt" },
    // MJML lays out with tables and divs; what stands in two of them stands in two paragraphs.
    ...["div", 'table[role="presentation"]'].map((selector) => ({
      selector,
      format: "block",
      options: { leadingLineBreaks: 2, trailingLineBreaks: 2 },
    })),
    { selector: "table", format: "dataTable", options: { uppercaseHeaderCells: false } },
    { selector: "ul", options: { itemPrefix: "- " } },
    ...["h1", "h2", "h3", "h4", "h5", "h6"].map((selector) => ({ selector, options: { uppercase: false } })),
  ],
  formatters: {
    // The address of a picture means nothing to a reader.
    imageByAlt: (element, _walk, builder) => {
      const alt = element.attribs?.alt?.trim();
      if (alt) builder.addInline(`[${alt}]`, { noWordTransform: true });
    },
  },
});

/** Makes the plain-text part from compiled HTML: links as addresses in parentheses, pictures by their alt text, Liquid kept. */
export function textFromHtml(html: string): string {
  const guarded = guardLiquid(html);
  const text = toText(guarded.text)
    .replace(/[ \t]+$/gm, "")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
  return text === "" ? "" : `${restoreLiquid(text, guarded)}\n`;
}
