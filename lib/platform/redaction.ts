/** Names of values that never belong into a log, whatever object they are in. */
const secretNames =
  "password|passwd|pass|secret|appSecret|token|accessToken|refreshToken|idToken|apiKey|authorization|cookie|set-cookie";

const secretPair = new RegExp(`"(${secretNames})":"(?:[^"\\\\]|\\\\.)*"`, "gi");
const credentialsInUrl = /(\w:\/\/)[^\s/@"\\]+@/g;
// Every repetition has a bound (64 and 63 characters, RFC 5321 4.5.3.1 and RFC 1035 2.3.4): without it a long line with
// no address in it takes minutes. The last label has a letter first, so `pg@8.23.1` in a stack is not an address.
const address =
  /([\p{L}\p{N}])[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]{0,63}@((?:[\p{L}\p{N}-]{1,63}\.){0,10}\p{L}[\p{L}\p{N}-]{0,62})/gu;

/**
 * Takes what is private out of a line for the log: `jane@example.com` becomes `j***@example.com`, the
 * credentials of an address and the values of fields named like a secret become `***`.
 * Works on JSON text and stays JSON.
 */
export function redact(line: string): string {
  const withoutSecrets = line.replace(secretPair, '"$1":"***"');
  if (!withoutSecrets.includes("@")) return withoutSecrets;
  return withoutSecrets.replace(credentialsInUrl, "$1***@").replace(address, "$1***@$2");
}
