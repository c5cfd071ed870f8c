import { expect, test } from "vitest";
import { parseTemplate } from "./parse-template.ts";
import { renderTemplate } from "./render-template.ts";
import { cutIntoSlots, printSlots, type SlotScope } from "./template-slots.ts";

const values: Record<string, unknown> = {
  text: "Ayu",
  awkward: "<b>&\"'</b> é 🚚 {{ x }}",
  empty: "",
  spaces: "  a  ",
  number: 3.1,
  zero: 0,
  yes: true,
  no: false,
  nothing: null,
  list: ["a", "<b>"],
  none: [],
  object: { a: 1 },
  date: "2026-11-21",
};
const scope: SlotScope = {
  contact: values,
  campaign: { name: "N & N", subject: "S" },
  unsubscribe_url: "https://k.example/u/T?a=1&b=2",
  preferences_url: "https://k.example/p/T",
  kurir: { open: "o", link: ["l0", "l1"] },
};
const names = [...Object.keys(values), "missing", "toString", "constructor", "size", "first"];
const sources = [
  ...names.flatMap((name) => [
    `{{ contact.${name} }}`,
    `{{contact.${name}}}`,
    `{{ contact.${name} | default: "frie<nd" }}`,
    `{{ contact.${name} | default: 'x' }}`,
    `{{ contact.${name}.size }}`,
    `{{ contact.${name}[1] }}`,
    `{{ contact.${name}.length }}`,
    `{{ contact.${name} | upcase }}`,
    `{{ contact.${name} | default: contact.text }}`,
  ]),
  "{{ contact }}",
  "{{ campaign.name }}",
  "{{ unsubscribe_url }}",
  "{{ kurir.link[0] }}{{ kurir.link[1] }}{{ kurir.link[2] }}",
  "{{ kurir.link.first }}",
  "{{ nobody.knows }}",
  '{{ "a literal" }}',
];

test("every value is printed as Liquid prints it, in HTML and in text", () => {
  for (const kind of ["html", "text"] as const) {
    for (const source of sources) {
      const whole = `before ${source} after`;
      const cut = cutIntoSlots(whole, kind);
      if (!cut) throw new Error(`not cut: ${source}`);
      expect(printSlots(cut, scope), `${kind} ${source}`).toBe(
        renderTemplate(parseTemplate(whole, kind), scope),
      );
    }
  }
});

test("where Liquid decides about more than a value, nothing is cut", () => {
  for (const source of [
    "{% if contact.text %}a{% endif %}",
    "a {{- contact.text }}",
    "{% raw %}{{ a }}{% endraw %}",
  ])
    expect(cutIntoSlots(source, "html")).toBeNull();
});
