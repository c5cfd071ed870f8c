/** Where a page is: its path and its search parameters, as `await searchParams` gives them. */
export type Place = { path: string; params: Record<string, string | string[] | undefined> };

/**
 * The address of the same page with some parameters changed (`undefined` or "" takes one away). A change of anything but the cursor
 * goes back to the first page, because a cursor means nothing in another order or selection.
 */
export const hrefWith = (place: Place, changes: Record<string, string | undefined>): string => {
  const keepsPage = "after" in changes || "before" in changes;
  const params = {
    ...place.params,
    ...(keepsPage ? {} : { after: undefined, before: undefined }),
    ...changes,
  };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one) query.append(name, one);
  }
  const text = query.toString();
  return text ? `${place.path}?${text}` : place.path;
};
