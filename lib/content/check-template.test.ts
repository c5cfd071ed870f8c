import { describe, expect, it } from "vitest";
import { checkTemplate, type TemplateContent } from "./check-template.ts";

const footer = `<mj-text><a href="{{ unsubscribe_url }}">Unsubscribe</a></mj-text>`;

function mail(inside: string, foot = footer): string {
  return `<mjml><mj-body><mj-section><mj-column>\n${inside}\n${foot}</mj-column></mj-section></mj-body></mjml>`;
}

async function problems(
  content: Partial<TemplateContent>,
  purpose: "template" | "campaign" = "campaign",
): Promise<unknown[]> {
  const checked = await checkTemplate(
    { mjml: mail("<mj-text>x</mj-text>"), text: null, ...content },
    { attributeKeys: ["city", "membership_level"], purpose },
  );
  return checked.problems.map(({ severity, part, line, message, values }) => ({
    severity,
    part,
    line,
    message: message.split(".").at(-1),
    values,
  }));
}

function text(inside: string): { mjml: string } {
  return { mjml: mail(`<mj-text>${inside}</mj-text>`) };
}

it("a sound content has no problem and its plain-text part", async () => {
  const checked = await checkTemplate(
    {
      ...text(`Hi {{ contact.first_name | default: "friend" }}`),
      text: null,
      subject: "News for {{ contact.city }}",
    },
    { attributeKeys: ["city"], purpose: "campaign" },
  );
  expect(checked.problems).toEqual([]);
  expect(checked.text).toBe(
    'Hi {{ contact.first_name | default: "friend" }}\n\nUnsubscribe ({{ unsubscribe_url }})\n',
  );
});

describe("merge fields", () => {
  it.each([
    ["contact.fist_name", "contact.first_name"],
    ["first_name", "contact.first_name"],
    ["contact.firstName", "contact.first_name"],
    ["contact.City", "contact.city"],
    ["contact.membership", null],
    ["contact.nama", null],
    ["contact.subject", "campaign.subject"],
    ["unsubscribe", "unsubscribe_url"],
    ["unsubscribe_link", "unsubscribe_url"],
    ["contact", null],
    ["campaign.subjekt", "campaign.subject"],
  ])("that no contact has are told at their line: %s", async (field, suggestion) => {
    expect(await problems(text(`{{ contact.city }}\n{{ ${field} }}`))).toEqual([
      {
        severity: "error",
        part: "mjml",
        line: 3,
        message: suggestion ? "unknownFieldNear" : "unknownField",
        values: suggestion ? { field, suggestion } : { field },
      },
    ]);
  });

  it("are found in conditions, loops, filters and every part of a mail", async () => {
    const source = text("{% if contact.a == contact.b %}{{ 1 | append: contact.c }}{% endif %}").mjml;
    const found = await problems({
      mjml: source,
      text: "x {{ contact.d }} {{ unsubscribe_url }}",
      subject: "{{ contact.e }}",
      preheader: "{{ contact.f }}",
    });
    expect(found).toHaveLength(6);
  });

  it("of the template's own making are known", async () => {
    expect(
      await problems(
        text(
          `{% assign who = contact.first_name | default: "you" %}{{ who }}{% for i in (1..3) %}{{ i }}{{ forloop.index }}{% endfor %}`,
        ),
      ),
    ).toEqual([]);
  });
});

describe("Liquid", () => {
  it.each([
    ["{% for i in (1..1000000000) %}x{% endfor %}", "endless"],
    ["{% if contact.city == 'never' %}{% for i in (1..1000000000) %}x{% endfor %}{% endif %}", "endless"],
    [
      "{% for i in (1..100) %}{% for j in (1..100) %}{% for k in (1..100) %}x{% endfor %}{% endfor %}{% endfor %}",
      "endless",
    ],
    ["{% assign all = (1..999999999) %}{{ all | join }}", "endless"],
    ["{% for i in (1..contact.city) %}x{% endfor %}", "openRange"],
    ["{% include 'x' %}", "unknownTag"],
    ["{% render '/etc/passwd' %}", "unknownTag"],
    ["{{ contact.city | raw }}", "unknownFilter"],
    ["{{ contact.city | shout }}", "unknownFilter"],
    ["{{ contact.city", "liquidNotClosed"],
    ["{% if contact.city %}x", "liquidNotClosed"],
    ["{% if %}x{% endif %}", "liquid"],
    ["x{% endif %}", "unknownTag"],
  ])("that cannot be sent is told when it is saved: %s", async (source, message) => {
    for (const found of [await problems(text(source)), await problems({ subject: source })]) {
      expect(found).toContainEqual(expect.objectContaining({ severity: "error", message }));
    }
    expect(await problems(text(source))).toContainEqual(expect.objectContaining({ line: 2 }));
  });
});

describe("a way to unsubscribe", () => {
  const none = mail("<mj-text>x</mj-text>", "");

  it("must be in both parts of a campaign", async () => {
    expect(await problems({ mjml: none, text: null })).toMatchObject([
      { severity: "error", message: "noUnsubscribe" },
      { severity: "error", message: "noUnsubscribeInText" },
    ]);
    expect(await problems({ text: "hello" })).toMatchObject([{ message: "noUnsubscribeInText" }]);
  });

  it("is only warned of in a template", async () => {
    expect(await problems({ mjml: none, text: null }, "template")).toMatchObject([
      { severity: "warning" },
      { severity: "warning" },
    ]);
  });

  it("does not count in a branch that some contacts do not see", async () => {
    const hidden = `{% if contact.city %}${footer}{% endif %}`;
    expect(await problems({ mjml: mail("<mj-text>x</mj-text>", hidden) })).toMatchObject([
      { message: "noUnsubscribe" },
      { message: "noUnsubscribeInText" },
    ]);
  });

  it("is not the preferences page", async () => {
    const preferences = footer.replace("unsubscribe_url", "preferences_url");
    expect(await problems({ mjml: mail("", preferences) })).toMatchObject([
      { message: "noUnsubscribe" },
      { message: "noUnsubscribeInText" },
    ]);
  });
});

it("HTML over Gmail's 102,400 bytes is a warning that names its size", async () => {
  expect(await problems(text("x".repeat(102_400)))).toEqual([
    {
      severity: "warning",
      part: "mjml",
      line: null,
      message: "gmailClip",
      values: { size: expect.any(Number), limit: 102_400 },
    },
  ]);
});
