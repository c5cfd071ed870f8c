import { expect, it } from "vitest";
import { checkContactForm } from "./contact-form.ts";

const age = { key: "age", label: "Umur", type: "number" } as const;
const form = { email: "A@b.example", firstName: "Sari", lastName: "", attributes: {} };

it("keeps what the form does not show and wipes what was emptied", () => {
  expect(checkContactForm({ ...form, attributes: { age: "" } }, [age], { age: 3, city: "Bogor" })).toEqual({
    ok: true,
    contact: { email: "a@b.example", firstName: "Sari", lastName: null, attributes: { city: "Bogor" } },
  });
});

it("tells every problem at once, beside its field", () => {
  expect(checkContactForm({ ...form, email: "a@b", attributes: { age: "old" } }, [age], {})).toEqual({
    ok: false,
    problems: [
      { field: "email", problem: "domain" },
      { field: "attributes.age", problem: "notANumber" },
    ],
  });
});

it("takes no attribute that the workspace does not have", () => {
  expect(checkContactForm({ ...form, attributes: { other: "x" } }, [age], {})).toMatchObject({
    contact: { attributes: {} },
  });
});
