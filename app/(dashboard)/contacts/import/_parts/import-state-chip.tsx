import { Ban, CircleAlert, CircleCheck, CircleDot, Loader, type LucideIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import type { Tone } from "#app/_ui/state-colour.ts";
import { ToneChip } from "#app/_ui/tone-chip.tsx";
import type { ImportState } from "#lib/imports/import.ts";

const LOOKS: Record<ImportState, { tone: Tone; icon: LucideIcon }> = {
  uploading: { tone: "neutral", icon: Loader },
  uploaded: { tone: "warning", icon: CircleDot },
  running: { tone: "accent", icon: Loader },
  finished: { tone: "success", icon: CircleCheck },
  failed: { tone: "danger", icon: CircleAlert },
  cancelled: { tone: "neutral", icon: Ban },
};

/** Where an import stands, as icon and word. */
export const ImportStateChip = ({ state }: { state: ImportState }) => {
  const t = useTranslations("contacts.importState");
  const { tone, icon } = LOOKS[state];
  return (
    <ToneChip tone={tone} icon={icon}>
      {t(state)}
    </ToneChip>
  );
};
