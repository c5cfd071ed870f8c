import { isDoubtful } from "#lib/ledger/doubtful-refusal.ts";
import type { ServerFault, Verdict } from "#lib/ledger/verdict.ts";
import type { TroubleKind } from "#lib/pacing/server-trouble.ts";
import { replyCategories } from "#lib/replies/reply-category.ts";
import { askedPauseSeconds } from "#lib/replies/retry-timetable.ts";

/** What became of a message, as evidence about the server that it went through, and about its campaign at that server. */
export type Evidence = {
  server: ServerFault | "works" | null;
  /** `refused`: one message of it was, and it may be that one's fault. */
  campaign: ServerFault | "works" | "refused" | null;
};

/** What is known of a server beside one verdict. */
export type ServerRecord = {
  /** It has failed in this way, and the message was to show whether it is back; null while it works. */
  trouble: TroubleKind | null;
  /** Different messages that it put off one after the other, this one included. */
  putOffInARow: number;
  /** The message met with the same at the attempt before. */
  isSaidAgain: boolean;
};

/** Who a verdict speaks for or against; the rules stand in docs/decisions/0031 and 0034. */
export function evidenceOf(verdict: Verdict, { trouble, putOffInARow, isSaidAgain }: ServerRecord): Evidence {
  if (verdict.to === "released") {
    const { fault } = verdict;
    if (fault === null) return { server: null, campaign: null };
    return fault.about === "server"
      ? { server: fault, campaign: null }
      : { server: "works", campaign: fault };
  }
  // Nothing was said to it.
  if (verdict.to === "skipped") return { server: null, campaign: null };
  if (verdict.replyCode !== null) {
    if (isDoubtful(verdict.category, verdict.stage)) return { server: "works", campaign: "refused" };
    if (verdict.category !== null && replyCategories[verdict.category].scope === "server")
      return { server: trouble ? asks("server_quota", verdict) : null, campaign: null };
    if (isPutOff(verdict)) {
      // It may well be this message's own trouble: the last few of a campaign must keep no other waiting, and prove nothing.
      if (isSaidAgain && trouble === "asked") return { server: null, campaign: null };
      // It need not have heard for whom the mail is to have no room on its disks.
      if (!isSaidAgain && (trouble || putOffInARow >= mostPutOff))
        return { server: asks("server_busy", verdict), campaign: null };
    }
    return { server: "works", campaign: "works" };
  }
  // A connection is lost now and then. Of a server that is being tried, it says that it is not back.
  if (!trouble) return { server: null, campaign: null };
  return {
    server: {
      about: "server",
      reason: "server_unreachable",
      detail: verdict.replyText ?? "",
      kind: "away",
      after: null,
    },
    campaign: null,
  };
}

/** What was said to one message, and may be about it, is as well what the server says to everybody. */
function asks(reason: "server_quota" | "server_busy", { replyText }: Verdict): ServerFault {
  const detail = replyText ?? "";
  const asked = askedPauseSeconds(detail);
  return { about: "server", reason, detail, kind: "asked", after: asked === null ? null : asked * 1_000 };
}

/** So many different messages put off one after the other, and not one answered in another way: it is no trouble of theirs. */
const mostPutOff = 10;

/** For a trouble of the receiving side that passes: a full disk, a lookup that failed. */
export function isPutOff({ to, category }: Verdict): boolean {
  return to === "deferred" && category === "remote_trouble";
}
