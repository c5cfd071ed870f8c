import { expect, test } from "vitest";
import { checkSender } from "./sender.ts";

const draft = { name: "Toko Maju", email: "Halo@Toko.test", replyTo: "", sendingServerId: "x" };

test("a sender's addresses are normalised, and an empty reply address is none", () => {
  expect(checkSender(draft)).toEqual({
    ok: true,
    sender: { ...draft, email: "halo@toko.test", replyTo: null },
  });
});

test.each(["a\r\nBcc: x@y.test", "a\u2028b", "a\u0000", "PayPal <service@paypal.com>"])(
  "the name %j is refused",
  (name) => {
    expect(checkSender({ ...draft, name })).toEqual({
      ok: false,
      problems: [{ field: "name", problem: "nameForbidden" }],
    });
  },
);

test("everything wrong is told at once", () => {
  const checked = checkSender({ ...draft, name: "", email: "nobody", replyTo: "also nobody" });
  expect(checked.ok ? [] : checked.problems.map(({ field }) => field)).toEqual(["name", "email", "replyTo"]);
});
