import { describe, expect, it } from "vitest";
import { contactName } from "./contact.ts";

describe("contactName", () => {
  it("is the name, or the address when there is none", () => {
    expect(contactName({ email: "a@b.example", firstName: "Sari", lastName: null })).toBe("Sari");
    expect(contactName({ email: "a@b.example", firstName: "", lastName: null })).toBe("a@b.example");
  });
});
