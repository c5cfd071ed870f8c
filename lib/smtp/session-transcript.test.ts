import { expect, test } from "vitest";
import { shownTranscript } from "./session-transcript.ts";

const password = "rahasia & 123";
const base64 = Buffer.from(password).toString("base64");

test("neither the command that carries a password nor the answer to a challenge is shown", () => {
  const shown = shownTranscript(
    [
      { from: "client", text: "AUTH PLAIN AGt1cmlyAHg=" },
      { from: "server", text: "334 " },
      { from: "client", text: base64 },
      { from: "server", text: `535 you said ${password}, that is ${base64}` },
      { from: "client", text: "QUIT" },
    ],
    [password],
  );
  expect(shown.map(({ text }) => text)).toEqual([
    "AUTH PLAIN ••••••",
    "334 ",
    "••••••",
    "535 you said ••••••, that is ••••••",
    "QUIT",
  ]);
});

test("without a password nothing else is replaced", () => {
  expect(shownTranscript([{ from: "server", text: "220 ready" }], [""])).toEqual([
    { from: "server", text: "220 ready" },
  ]);
});
