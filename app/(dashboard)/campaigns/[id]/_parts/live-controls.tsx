"use client";

import { CirclePause, CirclePlay } from "lucide-react";
import { useTranslations } from "next-intl";
import { ActionButton } from "#app/_ui/action-button.tsx";
import { type CampaignState, mayMove } from "#lib/drafts/campaign-state.ts";
import { cancel, pause, resume } from "../../actions.ts";

type LiveControlsProps = {
  id: string;
  name: string;
  state: CampaignState;
  left: number;
  onMoved: () => void;
};

/** Pausing can be undone and asks nothing; cancelling cannot, and names the number. */
export const LiveControls = ({ id, name, state, left, onMoved }: LiveControlsProps) => {
  const t = useTranslations("campaigns.live");
  return (
    <>
      {mayMove(state, "cancel") ? (
        <ActionButton
          action={cancel}
          input={{ id }}
          variant="tertiary"
          onSuccess={onMoved}
          confirm={{
            title: left > 0 ? t("cancelTitle", { name, count: left }) : t("cancelAllTitle", { name }),
            body: t("cancelBody"),
            confirmLabel: t("cancelConfirm"),
            cancelLabel: t("cancelKeep"),
            isDestructive: true,
          }}
        >
          {t("cancel")}
        </ActionButton>
      ) : null}
      {mayMove(state, "pause") ? (
        <ActionButton action={pause} input={{ id }} onSuccess={onMoved}>
          <CirclePause aria-hidden className="size-4" />
          {t("pause")}
        </ActionButton>
      ) : null}
      {mayMove(state, "resume") ? (
        <ActionButton action={resume} input={{ id }} variant="primary" onSuccess={onMoved}>
          <CirclePlay aria-hidden className="size-4" />
          {t("resume")}
        </ActionButton>
      ) : null}
    </>
  );
};
