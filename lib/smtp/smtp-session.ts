import { Socket } from "node:net";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import type { ConnectionProblem } from "./connection-problem.ts";
import { addressKind, type PrivatePorts } from "./relay-address.ts";
import { dialRelay } from "./relay-dial.ts";
import { lookUpRelay, type RelayLookup } from "./relay-lookup.ts";
import { lastEhlo, serverOffers } from "./server-offers.ts";
import type { ServerSecurity } from "./server-security.ts";
import {
  failedAt,
  isTlsError,
  type LibraryError,
  lastStage,
  type NotConnected,
  refusal,
  type TranscriptLine,
} from "./session-failure.ts";
import { chooseMechanism, offeredMechanisms, type SignInMethod } from "./sign-in-method.ts";
import { openDialogue, type SmtpDialogue } from "./smtp-dialogue.ts";
import { defaultTimeouts, type SmtpTimeouts, setUpMilliseconds } from "./smtp-timeouts.ts";
import { type AccessTokenSource, noToken, signInWithToken, type TokenFailure } from "./xoauth2.ts";

/** How to reach and use one sending server. */
export type TransportSettings = {
  host: string;
  port: number;
  security: ServerSecurity;
  username: string | null;
  password: string | null;
  /** Automatic unless told. */
  signInMethod?: SignInMethod;
  /** For XOAUTH2, in place of a password. */
  accessToken?: AccessTokenSource | undefined;
  /** PEM: what is trusted instead of the authorities this machine knows, and what is shown to the server. */
  tls?: { ca?: string; cert?: string; key?: string };
  maxConnections: number;
  /** Ports allowed where the host is on loopback or a private network, see relay-address.ts. */
  privatePorts: PrivatePorts;
  /** After how many messages a connection is left for a new one. 100 unless told. */
  messagesPerConnection?: number;
  timeouts?: Partial<SmtpTimeouts>;
};

export type Session = SmtpDialogue & { encrypted: boolean };

type Opened = { ok: true; connection: Session } | { ok: false; failure: NotConnected };

/**
 * Connects, greets, encrypts and signs in.
 *
 * @param transcript is given everything that is said meanwhile
 */
export async function openSession(
  settings: TransportSettings,
  transcript: TranscriptLine[] = [],
): Promise<Opened> {
  const { host, port, security } = settings;
  const timeouts = { ...defaultTimeouts, ...settings.timeouts };
  const found = await lookUpRelay(host, port, settings.privatePorts);
  if (found.kind !== "found") {
    return { ok: false, failure: refusal("connect", lookupProblem(found), found.detail) };
  }
  const dialled = await dialRelay(settings, found.addresses, timeouts.connect);
  if (!dialled.ok) return dialled;

  const options = {
    connection: dialled.socket,
    host,
    port,
    secure: security === "tls",
    ignoreTLS: security === "none",
    requireTLS: security === "starttls_required",
    opportunisticTLS: security === "starttls_opportunistic",
    // Opportunistic encryption keeps listeners out, not impostors: whoever wants both asks for "required".
    tls: {
      rejectUnauthorized: security !== "starttls_opportunistic",
      minVersion: "TLSv1.2" as const,
      ...settings.tls,
    },
    connectionTimeout: timeouts.greeting + timeouts.connect,
    greetingTimeout: timeouts.greeting,
    socketTimeout: timeouts.command,
    maxResponseSize: 65_536,
    // It is how the transcript and the stage of a failure are known.
    transactionLog: true,
    logger: transcriptLogger(transcript),
  };
  const { accessToken, username } = settings;
  let tokenFailure: TokenFailure | undefined;
  const withToken = (dialogue: SMTPConnection.CustomAuthenticationContext) =>
    signInWithToken(dialogue, username ?? "", accessToken ?? noToken, (failed) => {
      tokenFailure = failed;
    });
  const connection = new SMTPConnection({ ...options, customAuth: { XOAUTH2: withToken } });
  const tooLong = setTimeout(() => {
    const error = Object.assign(new Error("the session was not set up in time"), { code: "ETIMEDOUT" });
    (connection._socket || dialled.socket).destroy(error);
  }, setUpMilliseconds(timeouts));
  const unset = await setUp(connection, settings, dialled.socket, transcript);
  clearTimeout(tooLong);
  const failure = unset && tokenFailure ? refusal("auth", tokenFailure.problem, tokenFailure.detail) : unset;
  if (failure) {
    connection.close();
    return { ok: false, failure };
  }
  const dialogue = openDialogue(takeOver(connection), serverOffers(transcript), timeouts);
  return { ok: true, connection: { ...withLimit(dialogue, settings), encrypted: connection.secure } };
}

/**
 * Connects, greets, encrypts and signs in as far as the settings ask, then hangs up.
 *
 * @returns how far it came, with everything that was said
 */
export async function trySession(
  settings: TransportSettings,
): Promise<{ failure: NotConnected | undefined; encrypted: boolean; transcript: TranscriptLine[] }> {
  const transcript: TranscriptLine[] = [];
  const opened = await openSession(settings, transcript);
  if (!opened.ok) return { failure: opened.failure, encrypted: false, transcript };
  const { encrypted } = opened.connection;
  await opened.connection.close();
  return { failure: undefined, encrypted, transcript };
}

function lookupProblem(found: Exclude<RelayLookup, { kind: "found" }>): ConnectionProblem {
  if (found.kind === "forbidden") return "address_forbidden";
  return found.isCertain ? "host_not_found" : "name_servers_silent";
}

/** After so many messages a connection is left for a new one. */
function withLimit(dialogue: SmtpDialogue, { messagesPerConnection = 100 }: TransportSettings): SmtpDialogue {
  let sent = 0;
  return {
    ...dialogue,
    send(message) {
      sent += 1;
      return dialogue.send(message);
    },
    usable: () => sent < messagesPerConnection && dialogue.usable(),
  };
}

/** How the library listens to its socket; it has no word for letting go of one. */
const libraryListeners = {
  data: "_onSocketData",
  close: "_onSocketClose",
  end: "_onSocketEnd",
  timeout: "_onSocketTimeout",
  error: "_onSocketError",
} as const;

/** Takes the socket of a session that is set up; after STARTTLS it is the encrypted one. The library hears of it no more. */
function takeOver(connection: SMTPConnection): Socket {
  const socket = connection._socket || new Socket();
  for (const [event, name] of Object.entries(libraryListeners)) {
    const listener: unknown = Reflect.get(connection, name);
    if (typeof listener !== "function") throw new Error(`the mail library has no ${name}`);
    socket.removeListener(event, listener as () => void);
  }
  socket.setTimeout(0);
  return socket;
}

/** From the greeting to a session that may send. */
async function setUp(
  connection: SMTPConnection,
  { username, password, security, signInMethod = "automatic" }: TransportSettings,
  socket: Socket,
  transcript: TranscriptLine[],
): Promise<NotConnected | undefined> {
  const address = socket.remoteAddress ?? "";
  const connected = await new Promise<LibraryError | undefined>((resolve) => {
    connection.on("error", resolve);
    // A silent close before the greeting comes here and not as an event.
    connection.connect((error) => resolve(error as LibraryError | undefined));
  });
  if (connected) {
    const inFirstHandshake = security === "tls" && transcript.length === 0 && isTlsError(connected);
    return failedAt(inFirstHandshake ? "connect" : lastStage(transcript), connected, transcript);
  }
  if (!username) return undefined;

  if (!connection.allowsAuth) {
    const problem = connection.secure ? "auth_not_offered" : "auth_needs_encryption";
    return refusal("auth", problem, "AUTH is not offered");
  }
  // A password is not sent in the clear over other people's networks, whatever the settings say.
  if (!connection.secure && addressKind(address) === "public") {
    return refusal("auth", "auth_needs_encryption", "the session is not encrypted");
  }
  const offered = offeredMechanisms(lastEhlo(transcript));
  const method = chooseMechanism(signInMethod, offered, connection.secure);
  if (!method) return refusal("auth", "auth_method_not_offered", `AUTH ${offered.join(" ")}`);
  const refused = await new Promise<LibraryError | null>((resolve) => {
    connection.on("error", resolve);
    const credentials = { user: username, pass: password ?? "" };
    connection.login({ ...credentials, credentials, method }, (error) =>
      resolve(error as LibraryError | null),
    );
  });
  return refused ? failedAt("auth", refused, transcript) : undefined;
}

function transcriptLogger(transcript: TranscriptLine[]) {
  const note = (entry: { tnx?: string }, text?: string) => {
    if (entry.tnx === "client" || entry.tnx === "server")
      transcript.push({ from: entry.tnx, text: text ?? "" });
  };
  const ignore = () => undefined;
  return { trace: ignore, debug: note, info: ignore, warn: ignore, error: ignore, fatal: ignore };
}
