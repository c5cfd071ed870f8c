"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useRef } from "react";
import { BooksBar } from "#app/_ui/books-bar.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { Notice } from "#app/_ui/notice.tsx";
import { PageHeader } from "#app/_ui/page-header.tsx";
import { Section } from "#app/_ui/section.tsx";
import { StateChip } from "#app/_ui/state-chip.tsx";
import { TimeStamp } from "#app/_ui/time-stamp.tsx";
import { isOver } from "#lib/drafts/campaign-state.ts";
import type { CampaignProgress } from "#lib/progress/read-campaign-progress.ts";
import { booksParts } from "../../_parts/books-parts.ts";
import { DoubtList } from "./doubt-list.tsx";
import { LiveControls } from "./live-controls.tsx";
import { LiveFigures } from "./live-figures.tsx";
import { PauseNotice } from "./pause-notice.tsx";
import { ProviderHolds } from "./provider-holds.tsx";
import { RecentReplies } from "./recent-replies.tsx";
import { SendingLines } from "./sending-lines.tsx";
import { ServersAway } from "./servers-away.tsx";
import { UnsentPeople } from "./unsent-people.tsx";
import { type LiveProgress, useProgress } from "./use-progress.ts";

type LiveCampaignProps = {
  id: string;
  name: string;
  first: LiveProgress;
  maySend: boolean;
  /** What a person has to say about domains that failed; read on the server, and anew when the campaign ends. */
  questions: ReactNode;
  /** Who decided what, read on the server; each decision has it read anew. */
  history: ReactNode;
};

/** Is it going well? The books of a campaign while they fill, and what they came to when it is over. */
export const LiveCampaign = ({ id, name, first, maySend, questions, history }: LiveCampaignProps) => {
  const t = useTranslations("campaigns.live");
  const { progress, isStale, ask } = useProgress(id, first);
  const { state, books, audience, left, pauseReason, isPlanned } = progress;
  useRefreshAtEnd(isOver(state));
  const writing = isPlanned
    ? undefined
    : state === "planning" || state === "cancelled"
      ? t(`writing.${state}`)
      : t("writing.sending");
  return (
    <>
      <PageHeader
        title={name}
        status={<StateChip kind="campaign" state={state} />}
        description={<Timing progress={progress} />}
        action={
          <>
            {maySend ? <LiveControls id={id} name={name} state={state} left={left} onMoved={ask} /> : null}
            <LinkButton href={`/reports/${id}`} variant={isOver(state) ? "primary" : "secondary"}>
              {t("report")}
            </LinkButton>
          </>
        }
      />
      {state === "paused" && pauseReason ? <PauseNotice reason={pauseReason} mayAct={maySend} /> : null}
      {progress.waitsUntil ? (
        <Notice tone="accent">
          {t.rich("waits", {
            time: () => <TimeStamp at={progress.waitsUntil ?? ""} timeZone={progress.timeZone} />,
          })}
        </Notice>
      ) : null}
      {state === "sending" && left > 0 ? (
        <ServersAway lines={progress.lines} maySend={maySend} onTried={ask} />
      ) : null}
      {state === "cancelled" ? null : (
        <ProviderHolds
          id={id}
          holds={progress.holds}
          hasEnded={isOver(state)}
          maySend={maySend}
          onReleased={ask}
        />
      )}
      {isStale ? <Notice tone="warning">{t("stale")}</Notice> : null}
      <Section title={t("books")} description={writing}>
        <BooksBar parts={booksParts(books, id)} />
        <p aria-live="polite" className="sr-only">
          {t("spoken", { left, audience })}
        </p>
      </Section>
      <LiveFigures id={id} progress={progress} />
      <SendingLines lines={progress.lines} maySend={maySend} onTried={ask} />
      {questions}
      <DoubtList id={id} state={state} doubts={progress.doubts} maySend={maySend} onDecided={ask} />
      {/* By when it ended: what is sent again may be over before anybody has looked. */}
      {maySend && state === "finished" ? (
        <UnsentPeople key={progress.finishedAt} id={id} onSent={ask} />
      ) : null}
      {history}
      <RecentReplies replies={progress.replies} />
    </>
  );
};

/** Bounces are settled right after the books, or within five seconds where something holds their contacts. */
const settledMilliseconds = 6_000;

/** Has what the server read for the page read anew when the campaign ends, and once more when its bounces are surely settled. */
const useRefreshAtEnd = (hasEnded: boolean) => {
  const router = useRouter();
  const hadEnded = useRef(hasEnded);
  useEffect(() => {
    const isNews = hasEnded && !hadEnded.current;
    hadEnded.current = hasEnded;
    if (!isNews) return;
    router.refresh();
    const again = setTimeout(() => router.refresh(), settledMilliseconds);
    return () => clearTimeout(again);
  }, [hasEnded, router]);
};

const Timing = ({ progress }: { progress: CampaignProgress }) => {
  const t = useTranslations("campaigns.live");
  const { launchedAt, finishedAt } = progress;
  if (finishedAt) return t.rich("finished", { time: () => <TimeStamp at={finishedAt} /> });
  return launchedAt ? t.rich("started", { time: () => <TimeStamp at={launchedAt} /> }) : null;
};
