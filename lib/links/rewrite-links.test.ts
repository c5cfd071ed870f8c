import { expect, test } from "vitest";
import { rewriteLinks } from "./rewrite-links.ts";

const html = (body: string) => rewriteLinks(body, "");

test("an http or https link becomes a slot and its address is kept as it was meant", () => {
  expect(html('<p><a class="b" href="https://shop.example/a?x=1&amp;y=2">Go</a></p>')).toEqual({
    html: '<p><a class="b" href="{{ kurir.link[0] }}">Go</a></p>',
    text: "",
    links: ["https://shop.example/a?x=1&y=2"],
  });
});

test.each([
  '<a href="mailto:a@b.example?subject=https://x.example">',
  '<a href="tel:+62215550100">',
  '<a href="#top">',
  '<a href="{{ unsubscribe_url }}">',
  '<a href="{{ preferences_url }}">',
  '<a href="{{ contact.website }}">',
  '<a href="https://{{ contact.shop }}.example/">',
  '<a href="https://user:password@shop.example/">',
  '<a href="javascript:alert(1)">',
  '<a href="https://shop.example/{% if contact.vip %}vip{% endif %}">',
  '<a href="https://shop.example/{{ item.id }}">',
  '<a href="https://shop.example/a&#10;b">',
  '<a href="">',
  "<a href>",
  '<a data-href="https://shop.example/">',
  '<abbr href="https://shop.example/">',
  '<img src="https://shop.example/logo.png">',
  '<link href="https://shop.example/fonts.css" rel="stylesheet">',
])("what we cannot follow for a recipient stays as it stands: %s", (tag) => {
  expect(html(tag)).toEqual({ html: tag, text: "", links: [] });
});

test.each([
  ["single quotes", "<a href='https://x.example/'>"],
  ["no quotes", "<a href=https://x.example/>"],
  ["capitals and line breaks", '<A\n  TARGET="_blank"\n  HREF = "https://x.example/">'],
  ["an area of an image map", '<area shape="rect" href="https://x.example/" />'],
  [
    "Outlook's own buttons",
    '<!--[if mso]><v:roundrect xmlns:v="urn:x" href="https://x.example/" style="a"><![endif]-->',
  ],
  ["another attribute that holds a bracket", '<a title="a > b" href="https://x.example/">'],
])("a link is found with %s", (_, tag) => {
  const { html: rewritten, links } = html(tag);
  expect(links).toEqual(["https://x.example/"]);
  expect(rewritten).not.toContain("x.example");
});

test("merge fields in path and query stay in the destination, quotes inside them included", () => {
  const { links } = html(
    `<a href="https://x.example/u/{{ contact.id }}?n={{ contact.first_name | default: "friend" }}">`,
  );
  expect(links).toEqual([
    `https://x.example/u/{{ contact.id }}?n={{ contact.first_name | default: "friend" }}`,
  ]);
});

test("the same address in HTML and text is one link, different ones get their own position", () => {
  const {
    html: rewritten,
    text,
    links,
  } = rewriteLinks(
    '<a href="https://a.example/">A</a><a href="https://b.example/">B</a><a href="https://a.example/">A</a>',
    "A: https://a.example/\nC (https://c.example/x_(y)), end.",
  );
  expect(links).toEqual(["https://a.example/", "https://b.example/", "https://c.example/x_(y)"]);
  expect(rewritten.match(/kurir\.link\[\d\]/g)).toEqual(["kurir.link[0]", "kurir.link[1]", "kurir.link[0]"]);
  expect(text).toBe("A: {{ kurir.link[0] }}\nC ({{ kurir.link[2] }}), end.");
});

test("punctuation around a bare address stays in the sentence", () => {
  expect(rewriteLinks("", "See [https://a.example/x]. Or https://b.example!").text).toBe(
    "See [{{ kurir.link[0] }}]. Or {{ kurir.link[1] }}!",
  );
});

test("a text address ends where a Liquid tag begins", () => {
  expect(rewriteLinks("", "{% if contact.vip %}https://a.example/{% endif %}").text).toBe(
    "{% if contact.vip %}{{ kurir.link[0] }}{% endif %}",
  );
});

test("hostile markup is read in linear time and loses nothing", () => {
  for (const piece of ["<a ", '<a href="', "<a href='{{", '<a href="{{ x }}', "https://", "<a \"'\"'"]) {
    const source = piece.repeat(3_000);
    expect(rewriteLinks(source, source).html.length).toBeGreaterThanOrEqual(1);
  }
});
