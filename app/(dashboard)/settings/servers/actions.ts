"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { actorAction } from "#app/_session/actor-action.ts";
import { Refusal } from "#app/_session/refusal.ts";
import { testServerInTurn } from "#lib/lines/test-server-in-turn.ts";
import { removeSendingServer } from "#lib/senders/remove-sending-server.ts";
import { saveSendingServer } from "#lib/senders/save-sending-server.ts";
import { serverLimits } from "#lib/servers/sending-server.ts";
import type { ServerDraftProblem } from "#lib/servers/server-draft.ts";
import { serverSecurities } from "#lib/smtp/server-security.ts";
import { signInMethods } from "#lib/smtp/sign-in-method.ts";
import { limitsInput, readDecimal } from "./limits-input.ts";

const emptyAsNull = z
  .string()
  .optional()
  .transform((text) => (text ? text : null));

const input = z.object({
  id: z.uuid().nullable(),
  name: z
    .string()
    .trim()
    .min(1, "senders.serverProblem.nameMissing")
    .max(serverLimits.nameLength, "senders.serverProblem.nameTooLong"),
  host: z.string().trim().min(1, "senders.serverProblem.host").max(253, "senders.serverProblem.host"),
  port: z.coerce
    .number("senders.serverProblem.port")
    .int("senders.serverProblem.port")
    .min(1, "senders.serverProblem.port")
    .max(65_535, "senders.serverProblem.port"),
  security: z.enum(serverSecurities),
  preset: z.string().max(40).nullable(),
  username: emptyAsNull,
  password: emptyAsNull,
  signInMethod: z.enum(signInMethods),
  tokenUrl: emptyAsNull,
  clientId: emptyAsNull,
  clientSecret: emptyAsNull,
  refreshToken: emptyAsNull,
  certificateAuthority: emptyAsNull,
  clientCertificate: emptyAsNull,
  clientKey: emptyAsNull,
  dkimSigning: z
    .literal("on")
    .optional()
    .transform((ticked) => ticked === "on"),
  maxConnections: z.coerce
    .number("senders.serverProblem.maxConnections")
    .int("senders.serverProblem.maxConnections")
    .min(1, "senders.serverProblem.maxConnections")
    .max(serverLimits.maxConnections, "senders.serverProblem.maxConnections"),
  messagesPerSecond: emptyAsNull
    .transform((text) => (text === null ? null : readDecimal(text.trim())))
    .pipe(
      z
        .number("senders.serverProblem.messagesPerSecond")
        .positive("senders.serverProblem.messagesPerSecond")
        .max(serverLimits.messagesPerSecond, "senders.serverProblem.messagesPerSecond")
        .nullable(),
    ),
  ...limitsInput,
});

/** Adds or changes a sending server; an empty password keeps the one there is. */
export const saveServer = actorAction.inputSchema(input).action(async ({ ctx, parsedInput }) => {
  const { id, ...server } = parsedInput;
  const result = await saveSendingServer(ctx.actor, id, server);
  switch (result.outcome) {
    case "saved":
      revalidatePath("/settings");
      return { done: "saved" as const, id: result.id };
    case "invalid":
      throw refusalOf(result.problems);
    case "nameTaken":
      throw new Refusal("senders.serverProblem.nameTaken", { field: "name" });
    case "notFound":
    case "isSandbox":
      throw new Refusal(`senders.serverError.${result.outcome}`);
  }
});

/** Tries out what stands in the form, saved or not. */
export const testServer = actorAction.inputSchema(input).action(async ({ ctx, parsedInput }) => {
  const { id, ...server } = parsedInput;
  return tested(await testServerInTurn(ctx.actor, { id, input: server }));
});

/** Tries out a server as it is kept, and keeps how it went. */
export const testKeptServer = actorAction
  .inputSchema(z.object({ id: z.uuid() }))
  .action(async ({ ctx, parsedInput }) => {
    const result = tested(await testServerInTurn(ctx.actor, { id: parsedInput.id }));
    revalidatePath("/settings/servers");
    return result;
  });

export const removeServer = actorAction
  .inputSchema(z.object({ id: z.uuid() }))
  .action(async ({ ctx, parsedInput }) => {
    const result = await removeSendingServer(ctx.actor, parsedInput.id);
    if (result.outcome === "inUse") {
      throw new Refusal("senders.serverError.inUse", { values: { count: result.senderCount } });
    }
    if (result.outcome !== "removed") throw new Refusal(`senders.serverError.${result.outcome}`);
    revalidatePath("/settings");
    redirect("/settings/servers");
  });

function tested(result: Awaited<ReturnType<typeof testServerInTurn>>) {
  switch (result.outcome) {
    case "tested":
      return { done: "tested" as const, test: result.test, transcript: result.transcript };
    case "invalid":
      throw refusalOf(result.problems);
    case "notFound":
    case "busy":
    case "beingTried":
      throw new Refusal(`senders.serverError.${result.outcome}`);
  }
}

function refusalOf([first]: ServerDraftProblem[]): Refusal {
  return first
    ? new Refusal(`senders.serverProblem.${first.problem}`, { field: first.field })
    : new Refusal("errors.field.invalid");
}
