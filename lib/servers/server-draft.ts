import type { ServerSecurity } from "#lib/smtp/server-security.ts";
import type { SignInMethod } from "#lib/smtp/sign-in-method.ts";
import type { ServerPace } from "./server-pace.ts";
import type { ServerSecrets } from "./server-secrets.ts";

/** What a person decides about a sending server; secrets go their own way. */
export type ServerDraft = Partial<ServerSignIn & ServerPace> & {
  /** The name of the preset it was made from. */
  preset?: string | null;
  /** Whether mail through it is signed with the domain's key. True unless told. */
  dkimSigning?: boolean;
  name: string;
  host: string;
  port: number;
  security: ServerSecurity;
  username: string | null;
  maxConnections: number;
  messagesPerSecond: number | null;
};

/** Secrets: null keeps what there is. */
export type ServerInput = ServerDraft &
  Pick<ServerSecrets, "password"> &
  Partial<Omit<ServerSecrets, "password">>;

/** How a sending server is convinced of who we are, and we of it. */
export type ServerSignIn = {
  signInMethod: SignInMethod;
  /** For XOAUTH2: where access tokens come from, and for which client. */
  tokenUrl: string | null;
  clientId: string | null;
  /** PEM. */
  clientCertificate: string | null;
  /** PEM, trusted instead of the authorities this machine knows. */
  certificateAuthority: string | null;
};

/** A field and what is wrong with it: a key under `senders.serverProblem`. */
export type ServerDraftProblem = { field: keyof ServerInput; problem: string };
