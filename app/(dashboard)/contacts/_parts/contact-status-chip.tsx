import { Ban, CircleCheck, type LucideIcon, MailX, UserMinus } from "lucide-react";
import { useTranslations } from "next-intl";
import type { Tone } from "#app/_ui/state-colour.ts";
import { ToneChip } from "#app/_ui/tone-chip.tsx";
import type { ContactStatus } from "#lib/addresses/contact-status.ts";

const LOOKS: Record<ContactStatus, { tone: Tone; icon: LucideIcon }> = {
  active: { tone: "success", icon: CircleCheck },
  unsubscribed: { tone: "neutral", icon: UserMinus },
  bounced: { tone: "warning", icon: MailX },
  complained: { tone: "danger", icon: Ban },
};

/** Whether a contact may be mailed, as icon and word. */
export const ContactStatusChip = ({ status }: { status: ContactStatus }) => {
  const t = useTranslations("contacts.status");
  const { tone, icon } = LOOKS[status];
  return (
    <ToneChip tone={tone} icon={icon}>
      {t(status)}
    </ToneChip>
  );
};
