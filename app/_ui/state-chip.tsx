import { useTranslations } from "next-intl";
import {
  CAMPAIGN_STATES,
  type CampaignStateName,
  MESSAGE_STATES,
  type MessageStateName,
} from "./state-colour.ts";
import { ToneChip } from "./tone-chip.tsx";

type StateChipProps =
  | { kind: "message"; state: MessageStateName }
  | { kind: "campaign"; state: CampaignStateName };

/** The state of a campaign or of one message as icon, colour and word. */
export const StateChip = (props: StateChipProps) => {
  const t = useTranslations("common");
  if (props.kind === "message") {
    const look = MESSAGE_STATES[props.state];
    return (
      <ToneChip tone={look.tone} icon={look.icon}>
        {t(`messageState.${props.state}`)}
      </ToneChip>
    );
  }
  const look = CAMPAIGN_STATES[props.state];
  return (
    <ToneChip tone={look.tone} icon={look.icon}>
      {t(`campaignState.${props.state}`)}
    </ToneChip>
  );
};
