import { expect, it } from "vitest";
import { parseTemplate } from "./parse-template.ts";
import { type MergeScope, renderTemplate } from "./render-template.ts";

function scope(contact: Record<string, unknown>): MergeScope {
  return {
    contact,
    unsubscribe_url: "https://mail.example/u/abc",
    preferences_url: "https://mail.example/p/abc",
    campaign: { name: "c", subject: "s" },
  };
}

it("a missing value is nothing, and its default takes its place", () => {
  const template = parseTemplate(`[{{ contact.city }}][{{ contact.city | default: "here" }}]`, "text");
  expect(renderTemplate(template, scope({}))).toBe("[][here]");
  expect(renderTemplate(template, scope({ city: "" }))).toBe("[][here]");
});

it("values are escaped in HTML and stand as they are in text", () => {
  const ana = scope({ name: `<b> & "Ana"` });
  expect(renderTemplate(parseTemplate("{{ contact.name }}", "html"), ana)).toBe(
    "&lt;b&gt; &amp; &quot;Ana&quot;",
  );
  expect(renderTemplate(parseTemplate("{{ contact.name }}", "text"), ana)).toBe(`<b> & "Ana"`);
});

it("line breaks of a value are kept in HTML when asked for, and nothing else of it", () => {
  const template = parseTemplate("{{ contact.address | newline_to_br }}", "html");
  expect(renderTemplate(template, scope({ address: "a<b>\nb" }))).toBe("a&lt;b&gt;<br />\nb");
});

it.each([
  "Hello\r\nBcc: all@victim.example",
  "Hello\nBcc: all@victim.example",
  "Hello\rBcc: all@victim.example",
  "Hello\u0085\u2028\u0000Bcc: all@victim.example",
])("no value can begin another header: %j", (name) => {
  const subject = renderTemplate(parseTemplate("Hi {{ contact.name }}", "header"), scope({ name }));
  expect(subject).toBe("Hi Hello Bcc: all@victim.example");
});

it("a header's text cannot be turned around", () => {
  expect(renderTemplate(parseTemplate("a\u202Eb", "header"), scope({}))).toBe("ab");
});

it("the prototype of a value is out of reach", () => {
  const template = parseTemplate("[{{ contact.constructor }}][{{ contact.__proto__ }}]", "text");
  expect(renderTemplate(template, scope({}))).toBe("[][]");
});

it.each(["100%", "%E0%A4%A", "\ud83d", "Ayu 🚚"])("no value makes an encoding filter fail: %j", (name) => {
  for (const filter of ["url_decode", "slice: 0 | url_encode", "cgi_escape", "uri_escape"]) {
    const template = parseTemplate(`{{ contact.name | ${filter} }}`, "html");
    expect(renderTemplate(template, scope({ name })), filter).not.toBe("");
  }
  expect(
    renderTemplate(parseTemplate("{{ contact.name | url_decode }}", "text"), scope({ name: "100%" })),
  ).toBe("100%");
  expect(renderTemplate(parseTemplate("{{ 'a b&c' | url_encode }}", "text"), scope({}))).toBe("a+b%26c");
});

it("no value is read as an expression", () => {
  expect(() => parseTemplate("{{ contact.tags | where_exp: 'tag', contact.rule }}", "text")).toThrow();
});
