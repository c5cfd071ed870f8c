/** How to sign in, in the order in which a form offers it. Browsers read it too. */
export const signInMethods = ["automatic", "plain", "login", "cram_md5", "xoauth2"] as const;

export type SignInMethod = (typeof signInMethods)[number];

/** Names by which servers offer them (RFC 4616, RFC 2195; LOGIN and XOAUTH2 are nobody's standard). */
const mechanisms = { plain: "PLAIN", login: "LOGIN", cram_md5: "CRAM-MD5", xoauth2: "XOAUTH2" } as const;

type Mechanism = (typeof mechanisms)[keyof typeof mechanisms];

/**
 * What to sign in with. Automatic is for passwords: encrypted, the plainest that is offered, since some servers offer CRAM-MD5 and
 * cannot do it; unencrypted, CRAM-MD5 first, which does not show the password.
 *
 * @param offered as the server's EHLO has it; some say AUTH and nothing after it
 * @returns undefined where the server does not offer what is wanted
 */
export function chooseMechanism(
  method: SignInMethod,
  offered: readonly string[],
  encrypted: boolean,
): Mechanism | undefined {
  if (method !== "automatic") {
    const wanted = mechanisms[method];
    return offered.includes(wanted) || offered.length === 0 ? wanted : undefined;
  }
  if (offered.length === 0) return "PLAIN";
  const order = encrypted
    ? (["PLAIN", "LOGIN", "CRAM-MD5"] as const)
    : (["CRAM-MD5", "PLAIN", "LOGIN"] as const);
  return order.find((mechanism) => offered.includes(mechanism));
}

/** What an EHLO answer offers after AUTH, also in the old spelling with `=`. */
export function offeredMechanisms(ehlo: string): string[] {
  const names = [...ehlo.matchAll(/^250[ -]AUTH[ =](.*)$/gim)].flatMap(([, list = ""]) =>
    list.toUpperCase().split(/[\s=]+/),
  );
  return [...new Set(names.filter((name) => name !== ""))];
}
