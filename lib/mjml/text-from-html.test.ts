import { expect, it } from "vitest";
import { compileMjml } from "./compile-mjml.ts";
import { textFromHtml } from "./text-from-html.ts";

it("reads like a letter: links by address, pictures by their words, Liquid kept", async () => {
  const { html } = await compileMjml(`<mjml><mj-head><mj-preview>hidden words</mj-preview></mj-head><mj-body>
    <mj-section><mj-column><mj-image src="https://a.example/logo.png" alt="Kopi Senja" />
      <mj-text><h1>Good morning</h1><p>Hi {{ contact.first_name | default: "friend" }},</p><p>Two things:</p><ul><li>coffee</li><li>tea &amp; cake</li></ul></mj-text>
      <mj-button href="https://a.example/?n={{ contact.city }}">Read on</mj-button>
      <mj-table><tr><th>Bean</th><th>Price</th></tr><tr><td>Gayo</td><td>90.000</td></tr></mj-table>
      <mj-text>See <a href="https://a.example/">https://a.example/</a></mj-text>
    </mj-column></mj-section></mj-body></mjml>`);
  expect(textFromHtml(html)).toBe(`[Kopi Senja]

Good morning

Hi {{ contact.first_name | default: "friend" }},

Two things:

- coffee
- tea & cake

Read on (https://a.example/?n={{ contact.city | url_part }})

Bean   Price
Gayo   90.000

See https://a.example/
`);
});

it("of nothing is nothing", () => {
  expect(textFromHtml("")).toBe("");
});
