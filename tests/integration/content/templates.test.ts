import { describe, expect, it } from "vitest";
import type { Actor } from "#lib/accounts/actor.ts";
import { addContact } from "#lib/contacts/add-contact.ts";
import { archiveTemplate } from "#lib/content/archive-template.ts";
import { createTemplate } from "#lib/content/create-template.ts";
import { duplicateTemplate } from "#lib/content/duplicate-template.ts";
import { previewContent } from "#lib/content/preview-content.ts";
import { readMergeFields } from "#lib/content/read-merge-fields.ts";
import { readStarters } from "#lib/content/read-starters.ts";
import { readTemplate } from "#lib/content/read-template.ts";
import { readTemplates } from "#lib/content/read-templates.ts";
import { renameTemplate } from "#lib/content/rename-template.ts";
import { saveTemplate } from "#lib/content/save-template.ts";
import type { Template } from "#lib/content/template.ts";
import { parseTemplate } from "#lib/liquid/parse-template.ts";
import { renderTemplate } from "#lib/liquid/render-template.ts";
import { database } from "#lib/platform/database.ts";
import { makeActor } from "#tests/support/workspace.ts";

async function makeTemplate(actor: Actor, name = "News"): Promise<Template> {
  const id = await createTemplate(actor, { name, starter: "newsletter", locale: "en" });
  return await mustRead(actor, id);
}

async function mustRead(actor: Actor, id: string): Promise<Template> {
  const template = await readTemplate(actor, id);
  if (!template) throw new Error("the template is not there");
  return template;
}

function mail(inside: string): string {
  return `<mjml><mj-body><mj-section><mj-column>\n<mj-text>${inside}</mj-text>\n</mj-column></mj-section></mj-body></mjml>`;
}

async function save(actor: Actor, template: Template, inside: string) {
  return await saveTemplate(actor, {
    id: template.id,
    mjml: mail(inside),
    text: null,
    expected: template.updatedAt,
  });
}

describe("saving a template", () => {
  it.each([
    ["invalid MJML", "</mj-text><mj-txt>x</mj-txt><mj-text>", "content.problems.unknownElement"],
    ["an unknown merge field", "{{ contact.fist_name }}", "content.problems.unknownFieldNear"],
    ["a loop that ends too late", "{% for i in (1..1000000000) %}x{% endfor %}", "content.problems.endless"],
  ])("refuses %s at its line and keeps what was saved", async (_name, inside, message) => {
    const actor = await makeActor();
    const template = await makeTemplate(actor);
    const result = await save(actor, template, inside);
    expect(result).toMatchObject({
      outcome: "invalid",
      problems: expect.arrayContaining([expect.objectContaining({ severity: "error", message, line: 2 })]),
    });
    expect(await readTemplate(actor, template.id)).toEqual(template);
  });

  it("knows the workspace's own attributes, and no other's", async () => {
    const [actor, stranger] = [await makeActor(), await makeActor()];
    await database().attribute.create({
      data: { workspaceId: actor.workspaceId, key: "city", label: "City" },
    });
    const inside = "{{ contact.city }}";
    expect(await save(actor, await makeTemplate(actor), inside)).toMatchObject({ outcome: "saved" });
    expect(await save(stranger, await makeTemplate(stranger), inside)).toMatchObject({ outcome: "invalid" });
    expect(await readMergeFields(actor)).toContainEqual({ path: "contact.city", label: "City" });
  });

  it("renders for any contact afterwards, with everything it says escaped", async () => {
    const actor = await makeActor();
    const template = await makeTemplate(actor);
    await save(actor, template, `Hi {{ contact.first_name | default: "friend" }}`);
    const { html } = await mustRead(actor, template.id);
    const compiled = parseTemplate(html, "html");
    const rendered = (contact: Record<string, unknown>) =>
      renderTemplate(compiled, {
        contact,
        unsubscribe_url: "",
        preferences_url: "",
        campaign: { name: "", subject: "" },
      });
    expect(rendered({ first_name: "<script>" })).toContain("Hi &lt;script&gt;");
    expect(rendered({})).toContain("Hi friend");
  });

  it("never writes over what somebody else saved meanwhile", async () => {
    const actor = await makeActor();
    const opened = await makeTemplate(actor);
    const first = await save(actor, opened, "first");
    expect(first).toMatchObject({ outcome: "saved" });
    const second = await save(actor, opened, "second");
    expect(second).toMatchObject({ outcome: "changedMeanwhile" });
    expect((await mustRead(actor, opened.id)).mjml).toBe(mail("first"));
    if (second.outcome !== "changedMeanwhile") return;
    expect(await save(actor, { ...opened, updatedAt: second.updatedAt }, "second")).toMatchObject({
      outcome: "saved",
    });
  });

  it("is not refused because of a new name", async () => {
    const actor = await makeActor();
    const opened = await makeTemplate(actor);
    await renameTemplate(actor, opened.id, "Another name");
    expect(await save(actor, opened, "x")).toMatchObject({ outcome: "saved" });
    expect((await mustRead(actor, opened.id)).name).toBe("Another name");
  });
});

describe("the gallery", () => {
  it("shows cards as a reader would see them, found by name, without the archived", async () => {
    const actor = await makeActor();
    const news = await makeTemplate(actor, "News 100%");
    const old = await makeTemplate(actor, "Old");
    await archiveTemplate(actor, old.id, true);
    const { templates, total } = await readTemplates(actor);
    expect([total, templates.map(({ name }) => name)]).toEqual([1, ["News 100%"]]);
    expect(templates[0]?.html).toContain("Hello Sari");
    expect((await readTemplates(actor, { search: "00%" })).total).toBe(1);
    expect((await readTemplates(actor, { search: "%%" })).total).toBe(0);
    expect((await readTemplates(actor, { isArchived: true })).templates[0]?.id).toBe(old.id);
    const copy = await duplicateTemplate(actor, news.id, "Copy");
    expect((await mustRead(actor, String(copy))).mjml).toBe(news.mjml);
    await archiveTemplate(actor, old.id, false);
    expect((await readTemplates(actor)).total).toBe(3);
  });
});

describe("a preview", () => {
  it("is what the chosen contact would get, in every part", async () => {
    const actor = await makeActor();
    const added = await addContact(
      actor,
      { email: "budi@example.com", firstName: "Budi", lastName: "", attributes: {} },
      [],
    );
    if (!added.ok) throw new Error("the contact was not added");
    const content = {
      mjml: mail("Dear {{ contact.first_name }}"),
      text: null,
      subject: "For {{ contact.first_name }}\n",
      preheader: "Only for {{ contact.first_name }}",
    };
    const shown = await previewContent(actor, content, { purpose: "template", contactId: BigInt(added.id) });
    expect(shown).toMatchObject({
      subject: "For Budi",
      preheader: "Only for Budi",
      text: "Dear Budi\n",
      textSource: "Dear {{ contact.first_name }}\n",
    });
    expect(shown.html).toContain("Dear Budi");
    expect(shown.html).toContain(">Only for Budi");
    const stranger = await makeActor();
    const theirs = await previewContent(stranger, content, {
      purpose: "template",
      contactId: BigInt(added.id),
    });
    expect(theirs.html).toContain("Dear Sari");
  });

  it("shows what MJML can make of a source with faults, and nothing when its Liquid is broken", async () => {
    const actor = await makeActor();
    const faulty = { mjml: mail("x</mj-text><mj-text wrong='1'>still shown"), text: null };
    const options = { purpose: "template", contactId: null } as const;
    const shown = await previewContent(actor, faulty, options);
    expect(shown.html).toContain("still shown");
    expect(shown.problems[0]).toMatchObject({ severity: "error", line: 2 });
    const broken = { mjml: mail("{{ x | shout }}"), text: null, subject: "{% if %}", preheader: "{{" };
    expect(await previewContent(actor, broken, options)).toMatchObject({ html: "", text: "", subject: "" });
  });
});

it("another workspace's template is not there for anybody", async () => {
  const [actor, stranger] = [await makeActor(), await makeActor()];
  const template = await makeTemplate(actor);
  expect(await readTemplate(stranger, template.id)).toBeNull();
  expect(await save(stranger, template, "x")).toEqual({ outcome: "notFound" });
  expect(await renameTemplate(stranger, template.id, "Mine")).toBe(false);
  expect(await archiveTemplate(stranger, template.id, true)).toBe(false);
  expect(await duplicateTemplate(stranger, template.id, "Mine")).toBeNull();
  expect((await readTemplates(stranger)).total).toBe(0);
  expect(await readTemplate(actor, template.id)).toEqual(template);
});

it("a viewer reads and writes nothing", async () => {
  const viewer = await makeActor("viewer");
  expect((await readTemplates(viewer)).total).toBe(0);
  expect(await readStarters(viewer, "id")).toHaveLength(4);
  const denied = /content:write/;
  await expect(createTemplate(viewer, { name: "x", starter: "letter", locale: "id" })).rejects.toThrow(
    denied,
  );
  const id = crypto.randomUUID();
  await expect(saveTemplate(viewer, { id, mjml: "", text: null, expected: new Date() })).rejects.toThrow(
    denied,
  );
  await expect(renameTemplate(viewer, id, "x")).rejects.toThrow(denied);
  await expect(archiveTemplate(viewer, id, true)).rejects.toThrow(denied);
  await expect(duplicateTemplate(viewer, id, "x")).rejects.toThrow(denied);
});
