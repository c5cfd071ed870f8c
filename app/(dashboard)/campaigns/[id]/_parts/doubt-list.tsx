"use client";

import { Button } from "@heroui/react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActionButton } from "#app/_ui/action-button.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { Section } from "#app/_ui/section.tsx";
import { TimeStamp } from "#app/_ui/time-stamp.tsx";
import { ToneChip } from "#app/_ui/tone-chip.tsx";
import type { CampaignDoubts, Doubt } from "#lib/decisions/doubt.ts";
import type { CampaignState } from "#lib/drafts/campaign-state.ts";
import { leaveDoubts, resendDoubts } from "../actions.ts";

type DoubtListProps = {
  id: string;
  state: CampaignState;
  doubts: CampaignDoubts;
  maySend: boolean;
  onDecided: () => void;
};

/** So many are seen at a glance; the others are one press away. */
const atFirst = 8;

/** Who may have got the mail or not, what is known about each, and the decision that only a person can take. */
export const DoubtList = ({ id, state, doubts, maySend, onDecided }: DoubtListProps) => {
  const t = useTranslations("campaigns.doubts");
  const [isUnfolded, setUnfolded] = useState(false);
  const { open, left, shown } = doubts;
  const folded = isUnfolded ? 0 : Math.max(0, shown.length - atFirst);
  if (open + left === 0) return null;
  const mayResend = maySend && state !== "cancelled";
  return (
    <Section
      title={open > 0 ? t("title", { count: open }) : t("titleLeft", { count: left })}
      description={
        open > 0 ? `${t("description")}${maySend ? "" : ` ${t("askSender")}`}` : t("descriptionLeft")
      }
      action={
        maySend && open > 1 ? (
          <span className="flex flex-wrap gap-2">
            <Leave id={id} chosen={{ all: open }} count={open} onDecided={onDecided} />
            {mayResend ? <Resend id={id} chosen={{ all: open }} count={open} onDecided={onDecided} /> : null}
          </span>
        ) : undefined
      }
    >
      <ul aria-label={t("caption")} className="-my-4 flex flex-col divide-y divide-separator">
        {shown.slice(0, shown.length - folded).map((doubt) => (
          <DoubtRow key={doubt.messageId} doubt={doubt}>
            {maySend ? (
              <RowActions id={id} doubt={doubt} mayResend={mayResend} onDecided={onDecided} />
            ) : null}
          </DoubtRow>
        ))}
      </ul>
      {folded > 0 ? (
        <Button size="sm" variant="tertiary" className="w-fit" onPress={() => setUnfolded(true)}>
          {t("showMore", { count: folded })}
        </Button>
      ) : null}
      {folded === 0 && shown.length < open + left ? (
        <LinkButton size="sm" variant="secondary" href={`/campaigns/${id}/people?state=in_doubt`}>
          {t("showAll", { count: open + left })}
        </LinkButton>
      ) : null}
    </Section>
  );
};

/** What is known about one of them, with the decision beside it, on a telephone under it. */
const DoubtRow = ({ doubt, children }: { doubt: Doubt; children: React.ReactNode }) => {
  const t = useTranslations("campaigns.doubts");
  const causes = useTranslations("delivery.doubts");
  const { email, contactId, cause, said, dotSentAt, serverName, attempt, leftAt, leftBy } = doubt;
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 py-4 text-sm">
      <div className="flex min-w-0 flex-1 basis-64 flex-col gap-1">
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <Link href={`/contacts/${contactId}`} className="font-medium wrap-anywhere hover:underline">
            {email}
          </Link>
          {leftAt === null ? null : <ToneChip tone="neutral">{t("isLeft")}</ToneChip>}
        </span>
        <span>{causes(cause)}</span>
        <span className="text-xs text-muted">
          {t.rich(dotSentAt ? "handedOver" : "handedOverSometime", {
            at: () => (dotSentAt ? <TimeStamp at={dotSentAt} /> : null),
            server: serverName ?? t("serverGone"),
            attempt,
          })}{" "}
          {/* Whatever comes back settles the doubt at once: who still stands here has had nothing come back. */}
          {leftAt === null
            ? t("nothing")
            : t.rich("leftBy", { name: leftBy ?? "–", at: () => <TimeStamp at={leftAt} /> })}{" "}
          {said ? <span className="font-mono wrap-anywhere">{said}</span> : null}
        </span>
      </div>
      {children}
    </li>
  );
};

type RowActionsProps = { id: string; doubt: Doubt; mayResend: boolean; onDecided: () => void };

const RowActions = ({ id, doubt, mayResend, onDecided }: RowActionsProps) => {
  const one = { id, chosen: { messageIds: [doubt.messageId] }, count: 1, email: doubt.email, onDecided };
  return (
    <span className="flex flex-wrap gap-2">
      {doubt.leftAt === null ? <Leave {...one} /> : null}
      {mayResend ? <Resend {...one} /> : null}
    </span>
  );
};

type DecisionProps = {
  id: string;
  chosen: { all: number } | { messageIds: string[] };
  count: number;
  onDecided: () => void;
  /** Of the one it is about; without it, it is about all. */
  email?: string;
};

const Resend = ({ id, chosen, count, onDecided, email }: DecisionProps) => {
  const t = useTranslations("campaigns.doubts");
  return (
    <ActionButton
      action={resendDoubts}
      input={{ id, chosen }}
      {...(email && { spoken: t("forOne", { action: t("resend"), email }) })}
      size="sm"
      onSuccess={onDecided}
      successMessage={t("resent", { count })}
      confirm={{
        title: email ? t("resendTitleOne", { email }) : t("resendTitle", { count }),
        body: t("resendBody", { count }),
        confirmLabel: t("resendConfirm", { count }),
      }}
    >
      {email ? t("resend") : t("resendAll", { count })}
    </ActionButton>
  );
};

const Leave = ({ id, chosen, count, onDecided, email }: DecisionProps) => {
  const t = useTranslations("campaigns.doubts");
  return (
    <ActionButton
      action={leaveDoubts}
      input={{ id, chosen }}
      {...(email && { spoken: t("forOne", { action: t("leave"), email }) })}
      size="sm"
      variant="tertiary"
      onSuccess={onDecided}
      successMessage={t("wasLeft", { count })}
      confirm={{
        title: email ? t("leaveTitleOne", { email }) : t("leaveTitle", { count }),
        body: t("leaveBody", { count }),
        confirmLabel: t("leaveConfirm", { count }),
      }}
    >
      {email ? t("leave") : t("leaveAll", { count })}
    </ActionButton>
  );
};
