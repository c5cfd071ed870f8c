import { expect, test } from "vitest";
import { addOpenPixel } from "./add-open-pixel.ts";

test("the pixel stands once, inside the body, at its end", () => {
  const html = addOpenPixel("<html><body><p>Hi</p></BODY></html>");
  expect(html).toMatch(/<p>Hi<\/p><img src="\{\{ kurir\.open \}\}"[^>]*\/><\/BODY><\/html>$/);
  expect(html.split("kurir.open")).toHaveLength(2);
});

test("a mail without a body element gets it at its end", () => {
  expect(addOpenPixel("<p>Hi</p>")).toMatch(/^<p>Hi<\/p><img [^>]+>$/);
});
