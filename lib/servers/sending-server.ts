import { isIP } from "node:net";
import type { ServerDraft, ServerDraftProblem, ServerSignIn } from "./server-draft.ts";
import { normalisePace, paceProblems, type ServerPace } from "./server-pace.ts";
import { goesTheSameWay, normaliseSignIn } from "./server-sign-in.ts";

type NormalServer = ServerDraft & ServerSignIn & ServerPace & { preset: string | null; dkimSigning: boolean };

export const serverLimits = {
  maxConnections: 100,
  messagesPerSecond: 10_000,
  nameLength: 80,
  passwordLength: 1_000,
} as const;

const hostLabel = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/i;

/** Trims what people paste around names and hosts, and fills in what was not said. Says nothing about whether it is right. */
export function normaliseServer(draft: ServerDraft): NormalServer {
  return {
    ...draft,
    ...normaliseSignIn(draft),
    ...normalisePace(draft),
    preset: draft.preset ?? null,
    dkimSigning: draft.dkimSigning ?? true,
    name: draft.name.trim(),
    host: draft.host
      .trim()
      .replace(/^\[(.*)\]$/, "$1")
      .replace(/\.$/, "")
      .toLowerCase(),
    username: draft.username?.trim() || null,
  };
}

/** Everything wrong with a draft that can be told without connecting. */
export function serverProblems(draft: ServerDraft): ServerDraftProblem[] {
  const problems: ServerDraftProblem[] = [];
  const wrong = (field: ServerDraftProblem["field"], problem: string) => problems.push({ field, problem });
  if (draft.name === "") wrong("name", "nameMissing");
  else if (draft.name.length > serverLimits.nameLength) wrong("name", "nameTooLong");
  if (!isHost(draft.host)) wrong("host", "host");
  if (!isWhole(draft.port, 1, 65_535)) wrong("port", "port");
  else if (draft.port === 465 && draft.security.startsWith("starttls")) wrong("security", "port465WantsTls");
  else if (draft.security === "tls" && (draft.port === 587 || draft.port === 25))
    wrong("security", "portWantsStarttls");
  if (draft.username && /\p{Cc}/u.test(draft.username)) wrong("username", "controlCharacter");
  if (!isWhole(draft.maxConnections, 1, serverLimits.maxConnections))
    wrong("maxConnections", "maxConnections");
  const rate = draft.messagesPerSecond;
  if (rate !== null && !(rate > 0 && rate <= serverLimits.messagesPerSecond))
    wrong("messagesPerSecond", "messagesPerSecond");
  return [...problems, ...paceProblems(normalisePace(draft))];
}

/**
 * What is wrong about the password of a draft over what is kept. A kept one may not go on being used once it would travel
 * to another host, for another user or less protected: otherwise whoever may edit a server could have its password sent
 * to a machine of their own.
 */
export function passwordProblems(
  kept: (Pick<ServerDraft, "host" | "username" | "security"> & { hasPassword: boolean }) | null,
  draft: Pick<ServerDraft, "host" | "username" | "security" | "signInMethod">,
  password: string | null,
): ServerDraftProblem[] {
  if (!draft.username || draft.signInMethod === "xoauth2") return [];
  if (password !== null) {
    return password.length > serverLimits.passwordLength
      ? [{ field: "password", problem: "passwordTooLong" }]
      : [];
  }
  if (!kept?.hasPassword) return [{ field: "password", problem: "passwordMissing" }];
  return goesTheSameWay(kept, draft) ? [] : [{ field: "password", problem: "passwordAgain" }];
}

function isHost(host: string): boolean {
  if (isIP(host) !== 0) return true;
  if (host.length === 0 || host.length > 253 || /^[\d.]+$/.test(host)) return false;
  return host.split(".").every((label) => hostLabel.test(label));
}

function isWhole(value: number, lowest: number, highest: number): boolean {
  return Number.isInteger(value) && value >= lowest && value <= highest;
}
