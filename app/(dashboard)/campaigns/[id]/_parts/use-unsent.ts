"use client";

import { useEffect, useState } from "react";
import { askAction } from "#app/_ui/ask-action.ts";
import type { UnsentCounts } from "#lib/decisions/unsent.ts";
import { countUnsent } from "../actions.ts";

/** Counted after the page is there, as a large audience takes seconds; null until then, and while it cannot be counted. */
export const useUnsent = (id: string): UnsentCounts | null => {
  const [counts, setCounts] = useState<UnsentCounts | null>(null);
  useEffect(() => {
    let isStale = false;
    void askAction(countUnsent, { id }).then(({ data }) => {
      if (!isStale) setCounts(data ?? null);
    });
    return () => {
      isStale = true;
    };
  }, [id]);
  return counts;
};
