/** The address that access tokens come from: https, nobody's name or password in it. Undefined: not one. */
export function tokenAddress(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== "https:" || url.username !== "" || url.password !== "" || url.hash !== "")
    return undefined;
  return url;
}
