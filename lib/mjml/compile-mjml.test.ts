import { describe, expect, it } from "vitest";
import { parseTemplate } from "#lib/liquid/parse-template.ts";
import { type MergeScope, renderTemplate } from "#lib/liquid/render-template.ts";
import { compileMjml } from "./compile-mjml.ts";

const ana: MergeScope = {
  contact: { first_name: "Ana & <b>", city: "a/../b?x=\"'&", vip: true },
  unsubscribe_url: "https://mail.example/u/abc",
  preferences_url: "https://mail.example/p/abc",
  campaign: { name: "c", subject: "s" },
};

async function render(body: string, scope = ana): Promise<string> {
  const { html, errors } = await compileMjml(mail(body));
  expect(errors).toEqual([]);
  return renderTemplate(parseTemplate(html, "html"), scope);
}

function mail(body: string): string {
  return `<mjml><mj-body>\n${body}\n</mj-body></mjml>`;
}

function section(inside: string): string {
  return `<mj-section><mj-column>${inside}</mj-column></mj-section>`;
}

async function faults(source: string) {
  return (await compileMjml(source)).errors.map(({ line, message }) => [line, message.split(".").at(-1)]);
}

describe("Liquid inside MJML", () => {
  it("survives in text with quotes and comparisons in it", async () => {
    const html = await render(
      section(`<mj-text>Hi {{ contact.nick | default: "friend" }}{% if 2 < 3 %}, three{% endif %}</mj-text>`),
    );
    expect(html).toContain(">Hi friend, three<");
  });

  it("survives in a quoted attribute that its own quotes would end", async () => {
    const html = await render(
      section(
        `<mj-button href="https://a.example/?n={{ contact.nick | default: "friend" }}&x=1">Go</mj-button>`,
      ),
    );
    expect(html).toContain('href="https://a.example/?n=friend&x=1"');
  });

  it("chooses whole sections when tags stand between them", async () => {
    const body = `{% if contact.vip %}\n${section("<mj-text>for the few</mj-text>")}\n{% else %}\n${section("<mj-text>for all</mj-text>")}\n{% endif %}`;
    expect(await render(body)).toContain("for the few");
    const plain = await render(body, { ...ana, contact: {} });
    expect(plain).toContain("for all");
    expect(plain).not.toContain("for the few");
  });

  it("chooses inside a column", async () => {
    const html = await render(
      section(`{% unless contact.vip %}<mj-text>hidden</mj-text>{% endunless %}<mj-text>shown</mj-text>`),
    );
    expect(html).toContain("shown");
    expect(html).not.toContain("hidden");
  });

  it("is an error at its line where MJML would drop it", async () => {
    expect(await faults(`<mjml>\n{% assign a = 1 %}\n<mj-body></mj-body></mjml>`)).toEqual([
      [2, "lostLiquid"],
    ]);
  });

  it("keeps raw blocks and comments as Liquid reads them", async () => {
    const html = await render(
      section(`<mj-text>{% raw %}{{ as is }}{% endraw %}{% comment %}{{ x }}{% endcomment %}</mj-text>`),
    );
    expect(html).toContain("{{ as is }}");
    expect(html).not.toContain("{{ x }}");
  });

  it("gives every value escaped, whatever filter is asked for", async () => {
    const html = await render(
      section(`<mj-text>{{ contact.first_name }}|{{ contact.first_name | escape }}</mj-text>`),
    );
    expect(html).toContain("Ana &amp; &lt;b&gt;|Ana &amp; &lt;b&gt;");
  });
});

describe("addresses", () => {
  it("keep a value inside its part of the path or the query", async () => {
    const html = await render(
      section(`<mj-button href="https://a.example/{{ contact.city }}?q={{ contact.city }}">Go</mj-button>`),
    );
    const encoded = "a%2F..%2Fb%3Fx%3D%22%27%26";
    expect(html).toContain(`href="https://a.example/${encoded}?q=${encoded}"`);
  });

  it("of background pictures are encoded as well", async () => {
    const html = await render(
      `<mj-section background-url="https://a.example/{{ contact.city }}.png"><mj-column></mj-column></mj-section>`,
    );
    expect(html).not.toContain("a/../b");
  });

  it("of the recipient's own pages stand whole", async () => {
    const html = await render(section(`<mj-text><a href='{{ unsubscribe_url }}'>Stop</a></mj-text>`));
    expect(html).toContain("href='https://mail.example/u/abc'");
  });

  it.each([
    "{{ contact.city }}",
    "https://{{ contact.city }}/x",
    "https://a.example{{ contact.city }}",
    "//a.example/{{ contact.city }}",
    "https://a.example\\{{ contact.city }}",
    "{% if contact.vip %}https://a.example/{% endif %}",
  ])("may not let a merge field choose where %s leads", async (url) => {
    expect(await faults(mail(section(`\n<mj-button href="${url}">Go</mj-button>`)))).toEqual([
      [3, "openHost"],
    ]);
  });

  it("may not be scripts", async () => {
    expect(await faults(mail(section(`<mj-text><a href="javascript:alert(1)">x</a></mj-text>`)))).toEqual([
      [2, "scriptUrl"],
    ]);
  });
});

describe("faults of MJML", () => {
  it("are told at their lines, also behind Liquid of several lines", async () => {
    const source = mail(
      section(
        `<mj-text>{{ contact.first_name\n | default:\n "x" }}</mj-text>\n<mj-text wrong="1">x</mj-text>`,
      ),
    );
    expect(await faults(source)).toEqual([[5, "unknownAttribute"]]);
  });

  it.each([
    ["an unknown element", mail(section("<mj-txt>x</mj-txt>")), 2, "unknownElement"],
    ["a wrong place", mail("<mj-text>x</mj-text>"), 2, "wrongPlace"],
    [
      "an element in a text",
      mail(section("<mj-text>x\n<mj-button>y</mj-button></mj-text>")),
      3,
      "elementInText",
    ],
    ["a wrong colour", mail(section(`<mj-text color="blu">x</mj-text>`)), 2, "invalidAttribute"],
    ["an element never closed", mail("<mj-section><mj-column>"), 2, "elementNotClosed"],
    ["a text never closed", mail("<mj-section><mj-column><mj-text>x"), 2, "elementNotClosed"],
    ["a stray closing tag", mail("</mj-section>"), 2, "elementNotOpened"],
    ["a tag never ended", `<mjml><mj-body>\n<mj-section a="`, 2, "tagNotClosed"],
    ["Liquid never closed", mail("{{ contact.first_name"), 2, "liquidNotClosed"],
    ["something else than MJML", "<p>hello</p>", null, "notMjml"],
    ["nothing", "", null, "notMjml"],
    ["a file to read", mail(`<mj-include path="/etc/passwd" type="html" />`), 2, "include"],
    ["a source over 256 KB", " ".repeat(262_145), null, "sourceTooLarge"],
  ])("%s", async (_name, source, line, message) => {
    expect(await faults(source)).toContainEqual([line, message]);
  });

  it("do not end the thread for the source that comes next", async () => {
    await compileMjml("<mj-section>".repeat(20_000));
    await render(section("<mj-text>still here</mj-text>"));
  });

  it("are no faults in mj-raw and mj-html-attributes", async () => {
    const source = `<mjml><mj-head><mj-html-attributes><mj-selector path=".a"><mj-html-attribute name="data-id">7</mj-html-attribute></mj-selector></mj-html-attributes></mj-head><mj-body>${section(`<mj-text css-class="a">x</mj-text><mj-raw><p>raw</p></mj-raw>`)}</mj-body></mjml>`;
    const { html, errors } = await compileMjml(source);
    expect(errors).toEqual([]);
    expect(html).toContain("<p>raw</p>");
    expect(html).toContain('data-id="7"');
  });
});

it("no mail asks another host for a font that its author did not name", async () => {
  const { html } = await compileMjml(mail(section(`<mj-text font-family="Roboto">x</mj-text>`)));
  expect(html).not.toMatch(/https?:\/\/fonts\./);
});

it("what mail programs remove is a warning at its line", async () => {
  const { errors, warnings } = await compileMjml(
    mail(
      section(`<mj-image src="https://a.example/a.png" />
<mj-text><script>x</script><a href="www.a.example" onclick="x()">x</a></mj-text>`),
    ),
  );
  expect(errors).toEqual([]);
  expect(warnings.map(({ line, message }) => [line, message.split(".").at(-1)])).toEqual([
    [2, "noAlt"],
    [3, "relativeUrl"],
    [3, "script"],
    [3, "eventHandler"],
  ]);
});
