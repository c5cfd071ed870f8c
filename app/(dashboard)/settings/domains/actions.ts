"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { actorAction } from "#app/_session/actor-action.ts";
import { Refusal } from "#app/_session/refusal.ts";
import { activateDkimKey } from "#lib/domains/activate-dkim-key.ts";
import { generateDkimKey } from "#lib/domains/generate-dkim-key.ts";
import { importDkimKey } from "#lib/domains/import-dkim-key.ts";
import { removeDkimKey } from "#lib/domains/remove-dkim-key.ts";
import { retireDkimKey } from "#lib/domains/retire-dkim-key.ts";

const path = "/settings/domains";

const draft = z.object({
  domain: z.string().trim().min(1, "domains.keyProblem.domain").max(253, "domains.keyProblem.domain"),
  selector: z.string().trim().min(1, "domains.keyProblem.selector").max(63, "domains.keyProblem.selector"),
  origin: z.enum(["generate", "import"]),
  pem: z.string().max(20_000, "domains.keyProblem.pemUnreadable").default(""),
});

/** Makes a key or takes one over. It signs nothing yet. */
export const addKey = actorAction.inputSchema(draft).action(async ({ ctx, parsedInput }) => {
  const { origin, pem, ...name } = parsedInput;
  const result =
    origin === "generate"
      ? await generateDkimKey(ctx.actor, name)
      : await importDkimKey(ctx.actor, { ...name, pem });
  switch (result.outcome) {
    case "made":
      revalidatePath(path);
      redirect(`${path}#${result.id}`);
      break;
    case "selectorTaken":
      throw new Refusal("domains.keyProblem.selectorTaken", { field: "selector" });
    case "invalid": {
      const [first] = result.problems;
      throw new Refusal(
        first ? `domains.keyProblem.${first.problem}` : "errors.field.invalid",
        first ? { field: first.field } : {},
      );
    }
  }
});

/** Looks for the record first, unless told to go ahead anyway; what it found is the answer. */
export const activateKey = actorAction
  .inputSchema(z.object({ id: z.uuid(), anyway: z.boolean() }))
  .action(async ({ ctx, parsedInput: { id, anyway } }) => {
    const { outcome } = await activateDkimKey(ctx.actor, id, { anyway });
    if (outcome === "notFound") throw new Refusal("domains.keyError.notFound");
    revalidatePath(path);
    return { outcome };
  });

const one = z.object({ id: z.uuid() });

export const retireKey = actorAction.inputSchema(one).action(async ({ ctx, parsedInput }) => {
  const { outcome } = await retireDkimKey(ctx.actor, parsedInput.id);
  if (outcome === "notFound") throw new Refusal("domains.keyError.notFound");
  revalidatePath(path);
});

export const removeKey = actorAction.inputSchema(one).action(async ({ ctx, parsedInput }) => {
  const { outcome } = await removeDkimKey(ctx.actor, parsedInput.id);
  if (outcome !== "removed") throw new Refusal(`domains.keyError.${outcome}`);
  revalidatePath(path);
});
