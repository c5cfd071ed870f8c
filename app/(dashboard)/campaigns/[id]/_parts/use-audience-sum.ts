"use client";

import { useEffect, useState } from "react";
import { askAction } from "#app/_ui/ask-action.ts";
import type { AudienceSum } from "#lib/audience/audience.ts";
import { explainLists } from "../actions.ts";

const tickingPauseMilliseconds = 250;

/** The sum for a choice of lists; the last known one stays visible while the next is counted. */
export const useAudienceSum = (includeListIds: readonly string[], excludeListIds: readonly string[]) => {
  const [sum, setSum] = useState<AudienceSum>();
  const [isCounting, setCounting] = useState(true);
  const [failed, setFailed] = useState<string>();
  const [tries, setTries] = useState(0);
  const included = [...includeListIds].sort().join();
  const excluded = [...excludeListIds].sort().join();

  // biome-ignore lint/correctness/useExhaustiveDependencies: `tries` counts again what did not change
  useEffect(() => {
    let isStale = false;
    setCounting(true);
    const ids = (text: string) => (text === "" ? [] : text.split(","));
    const timer = setTimeout(async () => {
      const input = { includeListIds: ids(included), excludeListIds: ids(excluded) };
      const { data, serverError } = await askAction(explainLists, input);
      if (isStale) return;
      setCounting(false);
      setFailed(data ? undefined : (serverError?.message ?? "errors.unreachable"));
      if (data) setSum(data);
    }, tickingPauseMilliseconds);
    return () => {
      isStale = true;
      clearTimeout(timer);
    };
  }, [included, excluded, tries]);

  return { sum, isCounting, failed, retry: () => setTries((count) => count + 1) };
};
