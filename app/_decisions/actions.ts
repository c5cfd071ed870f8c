"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { actorAction } from "#app/_session/actor-action.ts";
import { Refusal } from "#app/_session/refusal.ts";
import { refuseUnless } from "#app/_session/refuse-unless.ts";
import { decideAboutDomain } from "#lib/addresses/decide-about-domain.ts";
import { domainDecisions } from "#lib/addresses/domain-question.ts";

/** Answers the question about a domain; `named` is the number of contacts that stood on the button. */
export const answerDomain = actorAction
  .inputSchema(
    z.object({ id: z.uuid(), decision: z.enum(domainDecisions), named: z.number().int().positive() }),
  )
  .action(async ({ ctx, parsedInput: { id, decision, named } }) => {
    const outcome = await decideAboutDomain(ctx.actor, id, decision, { named });
    // It stands on the overview, among the contacts, on campaigns and their reports.
    revalidatePath("/", "layout");
    refuseUnless("done", outcome, {
      not_found: "contacts.domains.gone",
      decided: "contacts.domains.decided",
      busy: "contacts.domains.busy",
      changed: ({ contacts: count }) => new Refusal("contacts.domains.changed", { values: { count } }),
    });
  });
