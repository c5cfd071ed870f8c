/** The sign-in page that leads back to `path` afterwards. */
export const signInPath = (path: string | null): string => {
  const back = returnPath(path);
  return back === "/" ? "/sign-in" : `/sign-in?from=${encodeURIComponent(back)}`;
};

/**
 * The path to go to after sign-in, "/" when the one asked for is not a page of ours. "//host" and "/\host" lead to another host
 * in a browser, so the path is resolved as a browser would and must stay on the same origin.
 */
export const returnPath = (path: string | null | undefined): string => {
  const origin = "http://kurir.invalid";
  if (!path?.startsWith("/") || !URL.canParse(path, origin)) return "/";
  const url = new URL(path, origin);
  const isOurs =
    url.origin === origin &&
    !url.pathname.startsWith("//") &&
    !/^\/(sign-in|setup|api)(\/|$)/.test(url.pathname);
  // Next's own mark on the requests of its router.
  url.searchParams.delete("_rsc");
  return isOurs ? `${url.pathname}${url.search}` : "/";
};
