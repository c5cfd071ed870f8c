import { useTranslations } from "next-intl";
import { ActionButton } from "#app/_ui/action-button.tsx";
import { type Column, DataTable } from "#app/_ui/data-table.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { Section } from "#app/_ui/section.tsx";
import { TimeStamp } from "#app/_ui/time-stamp.tsx";
import { ToneChip } from "#app/_ui/tone-chip.tsx";
import type { CampaignState } from "#lib/campaigns/campaign-state.ts";
import type { CampaignDoubts, Doubt } from "#lib/delivery/doubt.ts";
import { leaveDoubts, resendDoubts } from "../actions.ts";

type DoubtListProps = {
  id: string;
  state: CampaignState;
  doubts: CampaignDoubts;
  maySend: boolean;
  onDecided: () => void;
};

/** Who may have got the mail or not, what is known about each, and the decision that only a person can take. */
export const DoubtList = ({ id, state, doubts, maySend, onDecided }: DoubtListProps) => {
  const t = useTranslations("campaigns.doubts");
  const { open, left, shown } = doubts;
  if (open + left === 0) return null;
  const mayResend = maySend && state !== "cancelled";
  return (
    <Section
      title={open > 0 ? t("title", { count: open }) : t("titleLeft", { count: left })}
      description={open > 0 ? t("description") : t("descriptionLeft")}
      action={
        maySend && open > 1 ? (
          <span className="flex flex-wrap gap-2">
            <Leave id={id} chosen={{ all: open }} count={open} onDecided={onDecided} isBulk />
            {mayResend ? (
              <Resend id={id} chosen={{ all: open }} count={open} onDecided={onDecided} isBulk />
            ) : null}
          </span>
        ) : undefined
      }
    >
      <DataTable
        caption={t("caption")}
        columns={columns(t, (doubt) =>
          maySend ? <RowActions id={id} doubt={doubt} mayResend={mayResend} onDecided={onDecided} /> : null,
        )}
        rows={shown}
        rowKey={({ messageId }) => messageId}
        rowHref={({ contactId }) => `/contacts/${contactId}`}
      />
      {shown.length < open + left ? (
        <LinkButton size="sm" variant="secondary" href={`/campaigns/${id}/people?state=in_doubt`}>
          {t("showAll", { count: open + left })}
        </LinkButton>
      ) : null}
    </Section>
  );
};

const columns = (
  t: ReturnType<typeof useTranslations<"campaigns.doubts">>,
  actions: (doubt: Doubt) => React.ReactNode,
): Column<Doubt>[] => [
  { key: "email", label: t("person"), cell: ({ email }) => email },
  { key: "why", label: t("why"), cell: (doubt) => <Why doubt={doubt} /> },
  {
    key: "dot",
    label: t("handedOver"),
    cell: ({ dotSentAt, serverName, attempt }) => (
      <span className="flex flex-col">
        {dotSentAt ? <TimeStamp at={dotSentAt} /> : null}
        <span className="text-xs text-muted">
          {t("through", { server: serverName ?? t("serverGone"), attempt })}
        </span>
      </span>
    ),
  },
  { key: "since", label: t("since"), cell: (doubt) => <Since doubt={doubt} /> },
  { key: "actions", label: t("decide"), interactive: true, cell: actions },
];

const Why = ({ doubt: { cause, said } }: { doubt: Doubt }) => {
  const t = useTranslations("delivery.doubts");
  return (
    <span className="flex max-w-sm min-w-52 flex-col gap-0.5">
      <span>{t(cause)}</span>
      {said ? <span className="font-mono text-xs text-muted wrap-anywhere">{said}</span> : null}
    </span>
  );
};

/** Whatever comes back settles the doubt at once, so what stands here is that nothing did, and what a person decided. */
const Since = ({ doubt: { leftAt, leftBy } }: { doubt: Doubt }) => {
  const t = useTranslations("campaigns.doubts");
  if (leftAt === null) return <span className="text-muted">{t("nothing")}</span>;
  return (
    <span className="flex flex-col items-start gap-0.5">
      <ToneChip tone="neutral">{t("isLeft")}</ToneChip>
      <span className="text-xs text-muted">
        {t.rich("leftBy", { name: leftBy ?? "–", at: () => <TimeStamp at={leftAt} /> })}
      </span>
    </span>
  );
};

type RowActionsProps = { id: string; doubt: Doubt; mayResend: boolean; onDecided: () => void };

const RowActions = ({ id, doubt, mayResend, onDecided }: RowActionsProps) => {
  const chosen = { messageIds: [doubt.messageId] };
  return (
    <span className="flex gap-2">
      {doubt.leftAt === null ? <Leave id={id} chosen={chosen} count={1} onDecided={onDecided} /> : null}
      {mayResend ? <Resend id={id} chosen={chosen} count={1} onDecided={onDecided} /> : null}
    </span>
  );
};

type DecisionProps = {
  id: string;
  chosen: { all: number } | { messageIds: string[] };
  count: number;
  onDecided: () => void;
  isBulk?: boolean;
};

const Resend = ({ id, chosen, count, onDecided, isBulk = false }: DecisionProps) => {
  const t = useTranslations("campaigns.doubts");
  return (
    <ActionButton
      action={resendDoubts}
      input={{ id, chosen }}
      size="sm"
      onSuccess={onDecided}
      successMessage={t("resent", { count })}
      confirm={{
        title: t("resendTitle", { count }),
        body: t("resendBody", { count }),
        confirmLabel: t("resendConfirm", { count }),
      }}
    >
      {isBulk ? t("resendAll", { count }) : t("resend")}
    </ActionButton>
  );
};

const Leave = ({ id, chosen, count, onDecided, isBulk = false }: DecisionProps) => {
  const t = useTranslations("campaigns.doubts");
  return (
    <ActionButton
      action={leaveDoubts}
      input={{ id, chosen }}
      size="sm"
      variant="tertiary"
      onSuccess={onDecided}
      successMessage={t("wasLeft", { count })}
      confirm={{
        title: t("leaveTitle", { count }),
        body: t("leaveBody", { count }),
        confirmLabel: t("leaveConfirm", { count }),
      }}
    >
      {isBulk ? t("leaveAll", { count }) : t("leave")}
    </ActionButton>
  );
};
