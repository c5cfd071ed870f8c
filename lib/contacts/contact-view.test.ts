import { describe, expect, it } from "vitest";
import { parseContactId, readContactQuery, readCursor, writeCursor } from "./contact-view.ts";

describe("page cursors", () => {
  it("come back as they were written", () => {
    const cursor = { value: "sari@mail.example", id: 12n };
    expect(readCursor(writeCursor(cursor), "email")).toEqual(cursor);
  });

  it.each([
    "",
    "x",
    "bnVsbA",
    Buffer.from('["a"]').toString("base64url"),
    Buffer.from('["a","1; DROP"]').toString("base64url"),
  ])("are ignored when nobody wrote them: %j", (text) => {
    expect(readCursor(text, "email")).toBeNull();
  });

  it("are ignored when they belong to another sort", () => {
    expect(readCursor(writeCursor({ value: "sari@mail.example", id: 1n }), "updated")).toBeNull();
    const time = { value: "2026-11-21 22:40:34.123456+00", id: 1n };
    expect(readCursor(writeCursor(time), "updated")).toEqual(time);
  });
});

describe("readContactQuery", () => {
  it("reads an address of the table", () => {
    expect(readContactQuery({ q: " sari ", sort: "-email", status: "bounced" })).toMatchObject({
      search: "sari",
      sort: "email",
      direction: "descending",
      status: "bounced",
    });
  });

  it("falls back to the default for whatever an address may hold", () => {
    expect(readContactQuery({ q: ["a", "b"], sort: "1;--", status: "no", list: "x" })).toEqual({
      search: "",
      sort: "added",
      direction: "ascending",
      status: undefined,
      listId: undefined,
    });
  });
});

describe("parseContactId", () => {
  it.each(["0", "-1", "1.5", "1e3", "", "99999999999999999999", "9223372036854775808"])(
    "refuses %j",
    (text) => {
      expect(parseContactId(text)).toBeNull();
    },
  );
  it("takes the largest there can be", () => {
    expect(parseContactId("9223372036854775807")).toBe(9_223_372_036_854_775_807n);
  });
});
