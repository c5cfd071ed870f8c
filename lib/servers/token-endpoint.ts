import { request } from "node:https";
import { z } from "zod";
import type { PrivatePorts } from "#lib/smtp/relay-address.ts";
import { lookUpRelay } from "#lib/smtp/relay-lookup.ts";
import { printable } from "#lib/smtp/smtp-outcome.ts";
import type { TokenFailure } from "#lib/smtp/xoauth2.ts";
import { tokenAddress } from "./token-address.ts";

/** What an access token is asked for with. */
export type TokenSettings = {
  tokenUrl: string;
  clientId: string;
  /** Null for a client that has none (Microsoft's public ones). */
  clientSecret: string | null;
  refreshToken: string;
};

export type TokenGrant = {
  ok: true;
  token: string;
  /** When it ends. */
  expiresAt: Date;
  /** The provider gave a new refresh token in place of the one used (Microsoft does each time). */
  refreshToken: string | null;
};

const timeoutMilliseconds = 15_000;
const mostBytes = 65_536;
/** RFC 6749 section 5.1 leaves it out where it is known otherwise; an hour is what Google and Microsoft give. */
const usualSeconds = 3_600;

const granted = z.object({
  // It goes into a line of SMTP between control characters: printable ASCII (RFC 6750 section 2.1) and nothing else.
  access_token: z.string().regex(/^[\x21-\x7e]{1,8192}$/),
  expires_in: z.coerce.number().positive().catch(usualSeconds),
  refresh_token: z.string().min(1).optional(),
});
const denied = z.object({ error: z.string(), error_description: z.string().optional() });

/**
 * Asks a provider for an access token with a refresh token (RFC 6749 section 6). Only https, no redirects, and only to addresses
 * where a sending server may stand: who may edit a server must not reach into this machine's network with it.
 *
 * @param privatePorts ports allowed on loopback and private addresses, see relay-address.ts
 */
export async function requestAccessToken(
  settings: TokenSettings,
  privatePorts: PrivatePorts,
): Promise<TokenGrant | TokenFailure> {
  const url = tokenAddress(settings.tokenUrl);
  if (!url) return unavailable("the address of the token endpoint is not https");
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const found = await lookUpRelay(host, Number(url.port || 443), privatePorts);
  if (found.kind === "forbidden") return unavailable(`${url.host}: this address or port is not allowed`);
  if (found.kind === "not_found") return unavailable(`${url.host}: ${found.detail}`);
  const form = new URLSearchParams({
    grant_type: "refresh_token",
    client_id: settings.clientId,
    refresh_token: settings.refreshToken,
    ...(settings.clientSecret ? { client_secret: settings.clientSecret } : {}),
  });
  const askedAt = Date.now();
  try {
    const { status, body } = await post(url, form.toString(), found.addresses);
    return judge(status, body, askedAt);
  } catch (error) {
    return unavailable(`${url.host}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function judge(status: number, body: string, askedAt: number): TokenGrant | TokenFailure {
  const answer = parseJson(body);
  const grant = granted.safeParse(answer);
  if (status === 200 && grant.success) {
    const { access_token, expires_in, refresh_token } = grant.data;
    return {
      ok: true,
      token: access_token,
      expiresAt: new Date(askedAt + expires_in * 1_000),
      refreshToken: refresh_token ?? null,
    };
  }
  const denial = denied.safeParse(answer);
  // RFC 6749 section 5.2: 400, and 401 for a client that is not known. Two of its errors are of the moment.
  if (denial.success && status >= 400 && status < 500 && status !== 429) {
    const { error, error_description = "" } = denial.data;
    const detail = printable(`${error} ${error_description}`.slice(0, 500)).trim();
    const isOfTheMoment = /^(temporarily_unavailable|server_error|slow_down)$/.test(error);
    return { ok: false, problem: isOfTheMoment ? "token_unavailable" : "token_refused", detail };
  }
  return unavailable(`the token endpoint answered ${status} without a token`);
}

/** To these very addresses: a second lookup could answer differently (DNS rebinding). */
function post(
  url: URL,
  body: string,
  addresses: { address: string; family: number }[],
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const asking = request(
      url,
      {
        method: "POST",
        agent: false,
        signal: AbortSignal.timeout(timeoutMilliseconds),
        headers: {
          "content-type": "application/x-www-form-urlencoded",
          "content-length": Buffer.byteLength(body),
          accept: "application/json",
        },
        lookup: (_host, options, callback) => {
          const [first] = addresses;
          if (options.all || !first) callback(null, addresses);
          else callback(null, first.address, first.family);
        },
      },
      (answer) => {
        let text = "";
        answer.setEncoding("utf8");
        answer.on("data", (chunk: string) => {
          text += chunk;
          if (text.length > mostBytes) answer.destroy(new Error("the answer is too long"));
        });
        answer.on("end", () => resolve({ status: answer.statusCode ?? 0, body: text }));
        answer.on("error", reject);
      },
    );
    asking.on("error", reject);
    asking.end(body);
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unavailable(detail: string): TokenFailure {
  return { ok: false, problem: "token_unavailable", detail: printable(detail) };
}
