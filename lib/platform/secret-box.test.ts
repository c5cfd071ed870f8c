import { describe, expect, test } from "vitest";
import { createSecretBox } from "./secret-box.ts";

const secret = "the present secret, 32 characters";
const older = "the previous secret, 32 characters";

describe("a secret box", () => {
  test("gives back what was sealed, for the same thing", () => {
    const box = createSecretBox([secret]);
    for (const text of ["", "hunter2", "kata sandi ✓ 🚚", "x".repeat(10_000)]) {
      expect(box.open(box.seal(text, "sending-server:1"), "sending-server:1")).toBe(text);
    }
  });

  test("never seals the same text to the same form, and never shows it", () => {
    const box = createSecretBox([secret]);
    const sealed = box.seal("hunter2", "sending-server:1");
    expect(box.seal("hunter2", "sending-server:1")).not.toBe(sealed);
    expect(Buffer.from(sealed.split(".")[2] ?? "", "base64url").toString("latin1")).not.toContain("hunter2");
  });

  test("opens for nothing but what it was sealed for", () => {
    const box = createSecretBox([secret]);
    const sealed = box.seal("hunter2", "sending-server:1");
    expect(() => box.open(sealed, "sending-server:2")).toThrow(/altered, or belongs to something else/);
  });

  test("refuses a text of which any byte was changed", () => {
    const box = createSecretBox([secret]);
    const [version, id, data = ""] = box.seal("hunter2", "c").split(".");
    const bytes = Buffer.from(data, "base64url");
    for (let at = 0; at < bytes.length; at++) {
      const altered = Buffer.from(bytes);
      altered[at] = (altered[at] ?? 0) ^ 1;
      expect(() => box.open(`${version}.${id}.${altered.toString("base64url")}`, "c")).toThrow(/altered/);
    }
    expect(() => box.open(`${version}.${id}.`, "c")).toThrow(/altered/);
    expect(() => box.open("hunter2", "c")).toThrow(/form/);
  });

  test("still opens what a previous secret sealed, and says so when it has gone", () => {
    const sealed = createSecretBox([older]).seal("hunter2", "c");
    expect(createSecretBox([secret, older]).open(sealed, "c")).toBe("hunter2");
    expect(() => createSecretBox([secret]).open(sealed, "c")).toThrow(/APP_SECRETS_PREVIOUS/);
  });
});
