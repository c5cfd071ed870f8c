import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { TONE_SOFT, type Tone } from "./state-colour.ts";

/** A small label with a colour, an icon and words; for states that have no entry of their own in state-colour.ts. */
export const ToneChip = ({
  tone,
  icon: Icon,
  children,
}: {
  tone: Tone;
  icon?: LucideIcon;
  children: ReactNode;
}) => (
  <span
    className={`inline-flex w-fit shrink-0 items-center gap-1 rounded-md px-2 py-0.5 text-xs font-medium whitespace-nowrap ${TONE_SOFT[tone]}`}
  >
    {Icon ? <Icon aria-hidden className="size-3.5" /> : null}
    {children}
  </span>
);
