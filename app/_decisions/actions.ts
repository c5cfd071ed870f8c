"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { actorAction } from "#app/_session/actor-action.ts";
import { Refusal } from "#app/_session/refusal.ts";
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
    switch (outcome.kind) {
      case "done":
        return;
      case "not_found":
        throw new Refusal("contacts.domains.gone");
      case "decided":
        throw new Refusal("contacts.domains.decided");
      case "busy":
        throw new Refusal("contacts.domains.busy");
      case "changed":
        throw new Refusal("contacts.domains.changed", { values: { count: outcome.contacts } });
    }
  });
