import { expect, it } from "vitest";
import { parseTemplate } from "#lib/liquid/parse-template.ts";
import { renderTemplate } from "#lib/liquid/render-template.ts";
import { insertPreheader } from "./insert-preheader.ts";

it("a preheader stands hidden before the body, escaped, its merge fields alive", () => {
  const html = insertPreheader(
    `<html><body class="a"><p>x</p></body></html>`,
    `5 < 6 {{ contact.name | default: "a" }}`,
  );
  const rendered = renderTemplate(parseTemplate(html, "html"), {
    contact: { name: "<i>" },
    unsubscribe_url: "",
    preferences_url: "",
    campaign: { name: "", subject: "" },
  });
  expect(rendered).toMatch(/^<html><body class="a"><div style="display:none[^"]*">5 &lt; 6 &lt;i&gt;/);
  expect(insertPreheader("<p>x</p>", " ")).toBe("<p>x</p>");
});
