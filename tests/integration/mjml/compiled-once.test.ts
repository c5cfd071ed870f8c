import { expect, test } from "vitest";
import { compileForSending } from "#lib/mjml/compile-for-sending.ts";
import { forgetCompiled } from "#lib/mjml/forget-compiled.ts";
import { pool } from "#lib/platform/database.ts";

const source = (words: string) =>
  `<mjml><mj-body><mj-section><mj-column><mj-text>${words}</mj-text></mj-column></mj-section></mj-body></mjml>`;

async function keptRows(): Promise<number> {
  const { rows } = await pool().query<{ kept: number }>("SELECT count(*)::int AS kept FROM compiled_mjml");
  return rows[0]?.kept ?? 0;
}

test("what one process compiled, the next one takes, and for no longer than an hour", async () => {
  const first = await compileForSending(source("Hello {{ contact.first_name }}"));
  expect(first.html).toContain("Hello {{ contact.first_name }}");
  await pool().query(`UPDATE compiled_mjml SET compiled = jsonb_set(compiled, '{html}', '"as it was kept"')`);
  expect(await compileForSending(source("Hello {{ contact.first_name }}"))).toEqual({
    ...first,
    html: "as it was kept",
  });
  expect((await compileForSending(source("Another"))).html).toContain("Another");

  await pool().query("UPDATE compiled_mjml SET made_at = made_at - interval '61 minutes'");
  expect(await compileForSending(source("Hello {{ contact.first_name }}"))).toEqual(first);
  await forgetCompiled();
  expect(await keptRows()).toBe(1);
});

test("what cannot be sent is compiled anew each time, and not kept", async () => {
  const before = await keptRows();
  const broken = await compileForSending("<mjml><mj-body><mj-text>loose</mj-text></mj-body></mjml>");
  expect(broken.errors).not.toEqual([]);
  expect(await keptRows()).toBe(before);
});
