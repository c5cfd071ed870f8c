import { expect, it } from "vitest";
import { previewDocument } from "./preview-html.ts";

it("a previewed mail may load pictures and nothing else", () => {
  const shown = previewDocument(
    "<!doctype html><html><head><title>x</title></head><body></body></html>",
    false,
  );
  expect(shown).toMatch(
    /<head><meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src /,
  );
  expect(previewDocument("<p>x</p>", false)).toMatch(/^<meta http-equiv="Content-Security-Policy"/);
});

it("dark mode is the preview's choice and not the machine's", () => {
  const html = "@media (prefers-color-scheme: dark) { a {} }";
  expect(previewDocument(html, true)).toContain("@media (min-width: 0px)");
  expect(previewDocument(html, false)).toContain("@media (max-width: 0px)");
});
