"use client";

import { useEffect, useState } from "react";
import type { CampaignDoubts } from "#lib/decisions/doubt.ts";
import type { ServerLine } from "#lib/delivery/read-sending-lines.ts";
import type { LastReply } from "#lib/delivery/replies-store.ts";
import { isMoving, isOver } from "#lib/drafts/campaign-state.ts";
import type { ProviderHold } from "#lib/holds/provider-hold.ts";
import type { CampaignProgress } from "#lib/progress/read-campaign-progress.ts";

const everyMilliseconds = 1_000;
/** A paused campaign changes when somebody resumes it, maybe on another screen. */
const restingMilliseconds = 5_000;

/** What the live screen is told each second. */
export type LiveProgress = CampaignProgress & {
  replies: LastReply[];
  doubts: CampaignDoubts;
  lines: ServerLine[];
  holds: ProviderHold[];
};

/**
 * A campaign's progress, asked every second until everyone has a final state. `isStale` says that the server has not answered
 * for a while; it goes on being asked. `ask` asks at once, and brings a campaign that was over back to life.
 */
export const useProgress = (id: string, first: LiveProgress) => {
  const [progress, setProgress] = useState(first);
  const [misses, setMisses] = useState(0);
  const [asked, setAsked] = useState(0);
  const isDone = isOver(progress.state) && progress.left === 0;
  const pauseMilliseconds =
    isMoving(progress.state) || isOver(progress.state) ? everyMilliseconds : restingMilliseconds;

  useEffect(() => {
    if (isDone && asked === 0) return;
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const look = async () => {
      try {
        const response = await fetch(`/api/campaigns/${id}/progress`, { signal: stop.signal });
        if (!response.ok) throw new Error(String(response.status));
        const next: LiveProgress = await response.json();
        setProgress(next);
        setMisses(0);
        if (isDone && isOver(next.state) && next.left === 0) return;
      } catch {
        if (stop.signal.aborted) return;
        setMisses((count) => count + 1);
      }
      timer = setTimeout(look, pauseMilliseconds);
    };
    timer = setTimeout(look, asked === 0 ? pauseMilliseconds : 0);
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [id, isDone, pauseMilliseconds, asked]);

  return { progress, isStale: misses >= 3, ask: () => setAsked((count) => count + 1) };
};
