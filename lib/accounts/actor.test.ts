import { expect, test } from "vitest";
import { can, PermissionDenied, requirePermission } from "./actor.ts";

test("a viewer reads everything and changes nothing", () => {
  expect(can({ role: "viewer" }, "contacts:read")).toBe(true);
  expect(can({ role: "viewer" }, "campaigns:send")).toBe(false);
});

test("an editor sends campaigns but does not touch the sending servers", () => {
  expect(can({ role: "editor" }, "campaigns:send")).toBe(true);
  expect(() => requirePermission({ role: "editor" }, "senders:write")).toThrow(PermissionDenied);
});
