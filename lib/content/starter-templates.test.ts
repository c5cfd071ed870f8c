import { describe, expect, it } from "vitest";
import { checkTemplate } from "./check-template.ts";
import { STARTERS, starterMjml } from "./starter-templates.ts";

describe.each(["en", "id"] as const)("starter templates in %s", (locale) => {
  it.each(STARTERS)("%s can be sent as it stands, to every reader", async (starter) => {
    const checked = await checkTemplate(
      { mjml: starterMjml(starter, locale), text: null },
      { attributeKeys: [], purpose: "campaign" },
    );
    expect(checked.problems).toEqual([]);
    expect(checked.sizeBytes).toBeLessThan(40_000);
    // Nothing is fetched from another host to show it.
    expect(checked.html).not.toMatch(/<img|@import|url\(/);
    expect(checked.text).toContain("{{ unsubscribe_url }}");
  });
});
