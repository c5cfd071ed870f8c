import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { environment } from "#lib/platform/environment.ts";
import { normaliseServer, passwordProblems, serverProblems } from "#lib/servers/sending-server.ts";
import type { ServerDraftProblem, ServerInput } from "#lib/servers/server-draft.ts";
import { openSecrets, type ServerSecrets } from "#lib/servers/server-secrets.ts";
import { signInProblems } from "#lib/servers/server-sign-in.ts";
import type { ServerTest } from "#lib/servers/server-test.ts";
import { requestAccessToken } from "#lib/servers/token-endpoint.ts";
import { settingsWith, transportSettings } from "#lib/servers/transport-settings.ts";
import type { TranscriptLine } from "#lib/smtp/session-failure.ts";
import { shownTranscript } from "#lib/smtp/session-transcript.ts";
import { type TransportSettings, trySession } from "#lib/smtp/smtp-session.ts";
import type { AccessTokenSource } from "#lib/smtp/xoauth2.ts";
import {
  type ServerRow,
  selectSealedSecrets,
  selectServer,
  updateLastTest,
} from "./sending-servers-store.ts";

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
  const sealed = kept && (await selectSealedSecrets(workspaceId, kept.id));
  if (kept && sealed && (!input || kept.kind === "sandbox" || isAsKept(kept, input))) {
    return { settings: transportSettings({ ...kept, ...sealed, workspaceId }), keptId: kept.id };
  }
  if (!input) return { outcome: "notFound" };
  const { password, clientSecret = null, refreshToken = null, clientKey = null, ...rest } = input;
  const draft = normaliseServer(rest);
  const known = kept && sealed ? openSecrets(kept.id, sealed) : undefined;
  const problems = [
    ...serverProblems(draft),
    ...passwordProblems(kept, draft, password),
    ...signInProblems(
      kept,
      draft,
      { clientSecret, refreshToken, clientKey },
      known?.clientKey ?? null,
      new Date(),
    ),
  ];
  if (problems.length > 0) return { outcome: "invalid", problems };
  const sameClient = kept?.tokenUrl === draft.tokenUrl && kept.clientId === draft.clientId;
  const secrets: ServerSecrets = {
    password: password ?? known?.password ?? null,
    clientSecret: clientSecret ?? (sameClient ? (known?.clientSecret ?? null) : null),
    refreshToken: refreshToken ?? known?.refreshToken ?? null,
    clientKey: clientKey ?? known?.clientKey ?? null,
  };
  const { tokenUrl, clientId } = draft;
  // A token for a try is not kept, and with what is not saved the one that is kept has nothing to do.
  const accessToken: AccessTokenSource = () =>
    requestAccessToken(
      {
        tokenUrl: tokenUrl ?? "",
        clientId: clientId ?? "",
        clientSecret: secrets.clientSecret,
        refreshToken: secrets.refreshToken ?? "",
      },
      environment().relayPrivatePorts,
    );
  return {
    settings: settingsWith({ ...draft, kind: "smtp", workspaceId }, secrets, accessToken),
    keptId: null,
  };
}

/** A form in which nothing that matters was changed tells about the kept server. */
function isAsKept(kept: ServerRow, input: ServerInput): boolean {
  const { password, clientSecret = null, refreshToken = null, clientKey = null, ...rest } = input;
  if ([password, clientSecret, refreshToken, clientKey].some((secret) => secret !== null)) return false;
  const draft = normaliseServer(rest);
  return whatMatters.every((name) => draft[name] === kept[name]);
}

const whatMatters = [
  "host",
  "port",
  "security",
  "username",
  "signInMethod",
  "tokenUrl",
  "clientId",
  "clientCertificate",
  "certificateAuthority",
] as const;
