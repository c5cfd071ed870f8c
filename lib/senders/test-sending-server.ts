import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { type ServerRow, selectSealedPassword, selectServer, updateLastTest } from "./senders-store.ts";
import {
  normaliseServer,
  passwordProblems,
  type ServerDraftProblem,
  type ServerInput,
  serverProblems,
} from "./sending-server.ts";
import type { ServerTest } from "./server-test.ts";
import type { TranscriptLine } from "./session-failure.ts";
import { shownTranscript } from "./session-transcript.ts";
import { type TransportSettings, trySession } from "./smtp-transport.ts";
import { transportSettings } from "./transport-settings.ts";

export type TestServerResult =
  | { outcome: "tested"; test: ServerTest; transcript: TranscriptLine[] }
  | { outcome: "invalid"; problems: ServerDraftProblem[] }
  | { outcome: "notFound" };

/** A person waits for it, so shorter than what delivery allows a server. */
const timeouts = { connect: 10_000, greeting: 15_000, command: 15_000 };

/** A kept server as it is, or what stands in a form: of a new server (`id` null) or over a kept one. */
export type TestTarget = { id: string; input?: undefined } | { id: string | null; input: ServerInput };

/** Connects, encrypts and signs in as mail would, and tells what happened. Nothing is sent. */
export async function testSendingServer(actor: Actor, target: TestTarget): Promise<TestServerResult> {
  requirePermission(actor, "senders:write");
  const found = await settingsToTest(actor.workspaceId, target);
  if ("outcome" in found) return found;
  const { settings } = found;
  const started = performance.now();
  const { failure, encrypted, transcript } = await trySession({ ...settings, timeouts });
  const test: ServerTest = {
    at: new Date().toISOString(),
    ok: failure === undefined,
    encrypted,
    signedIn: failure === undefined && settings.username !== null,
    milliseconds: Math.round(performance.now() - started),
    ...(failure ? { stage: failure.stage, problem: failure.problem, detail: failure.replyText } : {}),
  };
  if (found.keptId !== null) await updateLastTest(actor.workspaceId, found.keptId, test);
  return { outcome: "tested", test, transcript: shownTranscript(transcript, [settings.password ?? ""]) };
}

async function settingsToTest(
  workspaceId: string,
  { id, input }: TestTarget,
): Promise<
  { settings: TransportSettings; keptId: string | null } | Exclude<TestServerResult, { outcome: "tested" }>
> {
  const kept = id === null ? null : await selectServer(workspaceId, id);
  if (id !== null && !kept) return { outcome: "notFound" };
  const sealed = kept ? await selectSealedPassword(workspaceId, kept.id) : null;
  if (kept && (!input || kept.kind === "sandbox" || isAsKept(kept, input))) {
    return { settings: transportSettings({ ...kept, workspaceId, passwordSealed: sealed }), keptId: kept.id };
  }
  if (!input) return { outcome: "notFound" };
  const { password, ...rest } = input;
  const draft = normaliseServer(rest);
  const problems = [...serverProblems(draft), ...passwordProblems(kept, draft, password)];
  if (problems.length > 0) return { outcome: "invalid", problems };
  const settings = transportSettings({
    ...draft,
    id: kept?.id ?? "",
    kind: "smtp",
    workspaceId,
    passwordSealed: password === null ? sealed : null,
  });
  return { settings: password === null ? settings : { ...settings, password }, keptId: null };
}

/** A form in which nothing that matters was changed tells about the kept server. */
function isAsKept(kept: ServerRow, { password, ...rest }: ServerInput): boolean {
  const { host, port, security, username } = normaliseServer(rest);
  return (
    password === null &&
    host === kept.host &&
    port === kept.port &&
    security === kept.security &&
    username === kept.username
  );
}
