import mjml2html from "mjml";

/** What goes to this process and what comes back; `id` joins the two. */
export type CompileOrder = { id: number; source: string };
export type CompileReply = { id: number } & (
  | { html: string; faults: { line: number; message: string; tagName: string }[] }
  | { failure: string }
);

process.on("message", async ({ id, source }: CompileOrder) => {
  process.send?.({ id, ...(await compile(source)) } satisfies CompileReply);
});

/** No web fonts but those an author names with mj-font: MJML's own list would have every reader's mail ask Google. */
async function compile(source: string) {
  try {
    const { html, errors } = await mjml2html(source, {
      fonts: {},
      ignoreIncludes: true,
      validationLevel: "soft",
    });
    return { html, faults: errors.map(({ line, message, tagName }) => ({ line, message, tagName })) };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}
