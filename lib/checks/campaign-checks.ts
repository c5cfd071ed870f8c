import type { AudienceSum } from "#lib/audience/audience.ts";
import type { CampaignDraft } from "#lib/drafts/campaign-draft.ts";
import type { ContentProblem } from "#lib/liquid/content-problem.ts";
import { canOpen, windowOf } from "#lib/timing/send-window.ts";

/** The steps of the composer; a check names the one where it is mended. */
type ComposerStep = "audience" | "content" | "sender";

/** One line of the review: `ok`, `warn` (may be sent) or `stop` (may not). Its words stand under `campaigns.checks.KEY`. */
export type CampaignCheck = {
  key: string;
  verdict: "ok" | "warn" | "stop";
  /** Null: it is mended outside of the composer. */
  step: ComposerStep | null;
  values?: Record<string, string | number>;
  /** Sentences of the content check, each a message key with its values. */
  problems?: Omit<ContentProblem, "severity">[];
};

/** A mail's content, as far as it can be judged before it is sent. */
export type ContentFacts = {
  problems: ContentProblem[];
  sizeBytes: number;
  hasUnsubscribeLink: boolean;
};

export type CampaignFacts = {
  draft: CampaignDraft;
  audience: AudienceSum;
  /** With the names of the servers that share its mail, its own first. */
  sender: { email: string; servers: string[]; isSandbox: boolean } | null;
  /** Null: there is no content yet. */
  content: ContentFacts | null;
  /** Where the links of its mails lead. */
  appUrl: string;
  now: Date;
};

/** Gmail cuts the HTML of a mail after this many bytes and hides the rest, the unsubscribe link with it. */
export const gmailClipBytes = 102_400;
/** More names would only hide that there are several. */
const mostServers = 5;
/** Subjects past this length are cut on a phone's list at 390 px. */
const longSubject = 60;

/** Everything that is looked at before sending, in the order of the composer's steps. */
export function judgeCampaign(facts: CampaignFacts): CampaignCheck[] {
  return [
    judgeAudience(facts),
    ...judgeContent(facts),
    ...judgeSender(facts),
    ...judgeLinks(facts),
    ...judgeTime(facts),
  ];
}

export function isReady(checks: readonly CampaignCheck[]): boolean {
  return checks.every(({ verdict }) => verdict !== "stop");
}

function judgeAudience({ draft, audience }: CampaignFacts): CampaignCheck {
  const step = "audience";
  if (draft.includeListIds.length === 0) return { key: "no_list", verdict: "stop", step };
  if (audience.audience === 0) return { key: "audience_empty", verdict: "stop", step };
  return { key: "audience", verdict: "ok", step, values: { audience: audience.audience } };
}

function judgeContent({ draft, content }: CampaignFacts): CampaignCheck[] {
  const step = "content";
  const subject: CampaignCheck =
    draft.subject.trim() === ""
      ? { key: "no_subject", verdict: "stop", step }
      : draft.subject.length > longSubject
        ? {
            key: "subject_long",
            verdict: "warn",
            step,
            values: { length: draft.subject.length, limit: longSubject },
          }
        : { key: "subject", verdict: "ok", step, values: { subject: draft.subject } };
  if (content === null) return [subject, { key: "no_content", verdict: "stop", step }];
  const kilobytes = Math.round(content.sizeBytes / 102.4) / 10;
  return [
    subject,
    judgeProblems(content.problems),
    { step, ...(content.hasUnsubscribeLink ? passed("unsubscribe_link") : stopped("no_unsubscribe_link")) },
    {
      step,
      ...(content.sizeBytes > gmailClipBytes ? warned("size_clipped") : passed("size")),
      values: { kilobytes },
    },
  ];
}

function judgeProblems(problems: ContentFacts["problems"]): CampaignCheck {
  const step = "content";
  const errors = problems.filter(({ severity }) => severity === "error");
  if (errors.length > 0)
    return { ...stopped("content_errors"), step, values: { count: errors.length }, problems: errors };
  if (problems.length > 0)
    return { ...warned("content_warnings"), step, values: { count: problems.length }, problems };
  return { ...passed("content"), step };
}

function passed(key: string) {
  return { key, verdict: "ok" as const };
}

function warned(key: string) {
  return { key, verdict: "warn" as const };
}

function stopped(key: string) {
  return { key, verdict: "stop" as const };
}

function judgeSender({ sender }: CampaignFacts): CampaignCheck[] {
  const step = "sender";
  if (sender === null) return [{ key: "no_sender", verdict: "stop", step }];
  const { email, servers } = sender;
  const from: CampaignCheck =
    servers.length > 1
      ? { key: "sender_shared", verdict: "ok", step, values: { email, ...sharing(servers) } }
      : { key: "sender", verdict: "ok", step, values: { email, server: servers[0] ?? "" } };
  return sender.isSandbox ? [from, { key: "sandbox", verdict: "warn", step }] : [from];
}

/** An installation that nobody gave an address sends links that only its own machine can open, the one to unsubscribe too. */
function judgeLinks({ sender, appUrl }: CampaignFacts): CampaignCheck[] {
  if (sender === null || sender.isSandbox || !ownMachine.test(new URL(appUrl).hostname)) return [];
  return [{ key: "links_here", verdict: "warn", step: null, values: { address: appUrl } }];
}

const ownMachine = /^(localhost|.+\.localhost|127\.[\d.]+|0\.0\.0\.0|\[::1?\])$/;

/** How many there are, and the names of so many as a line holds. */
function sharing(servers: readonly string[]): { count: number; servers: string } {
  const named = servers.slice(0, mostServers).join(", ");
  return { count: servers.length, servers: servers.length > mostServers ? `${named} …` : named };
}

function judgeTime({ draft, now }: CampaignFacts): CampaignCheck[] {
  const window = windowOf(draft);
  if (window && !canOpen(window)) return [{ key: "window_never", verdict: "stop", step: "sender" }];
  if (draft.scheduledAt === null) return [];
  return new Date(draft.scheduledAt).getTime() <= now.getTime()
    ? [{ key: "schedule_past", verdict: "warn", step: "sender" }]
    : [{ key: "schedule", verdict: "ok", step: "sender" }];
}
