import {
  Ban,
  CalendarClock,
  Check,
  CircleHelp,
  CirclePause,
  Clock,
  Hand,
  type LucideIcon,
  MailX,
  PencilLine,
  RotateCw,
  Send,
  SkipForward,
  TimerOff,
  Users,
  XCircle,
} from "lucide-react";

/** The five meanings a colour may have; every coloured mark also carries an icon and a label. */
export type Tone = "neutral" | "accent" | "success" | "warning" | "danger";

type StateLook = {
  tone: Tone;
  icon: LucideIcon;
  /** Class of the bar segment that stands for this state. */
  fill: string;
};

/** The states of one recipient of one campaign (design: the books), in the order in which the bar shows them. */
export const MESSAGE_STATES = {
  accepted: { tone: "success", icon: Check, fill: "bg-success" },
  bounced: { tone: "danger", icon: MailX, fill: "bg-danger" },
  deferred: { tone: "warning", icon: RotateCw, fill: "bg-warning" },
  in_doubt: { tone: "warning", icon: CircleHelp, fill: "bg-warning hatched" },
  expired: { tone: "danger", icon: TimerOff, fill: "bg-danger hatched" },
  skipped: { tone: "neutral", icon: SkipForward, fill: "bg-muted" },
  cancelled: { tone: "neutral", icon: Ban, fill: "bg-muted hatched" },
  sending: { tone: "accent", icon: Send, fill: "bg-accent" },
  queued: { tone: "neutral", icon: Clock, fill: "bg-border-secondary" },
} as const satisfies Record<string, StateLook>;

export type MessageStateName = keyof typeof MESSAGE_STATES;

/** The states of a campaign. */
export const CAMPAIGN_STATES = {
  draft: { tone: "neutral", icon: PencilLine, fill: "" },
  scheduled: { tone: "accent", icon: CalendarClock, fill: "" },
  held: { tone: "warning", icon: Hand, fill: "" },
  planning: { tone: "accent", icon: Users, fill: "" },
  sending: { tone: "accent", icon: Send, fill: "" },
  paused: { tone: "warning", icon: CirclePause, fill: "" },
  finished: { tone: "success", icon: Check, fill: "" },
  cancelled: { tone: "neutral", icon: XCircle, fill: "" },
} as const satisfies Record<string, StateLook>;

export type CampaignStateName = keyof typeof CAMPAIGN_STATES;

/** Text colour of a tone on the page's own background; each passes AA in both themes. */
export const TONE_TEXT: Record<Tone, string> = {
  neutral: "text-muted",
  accent: "text-accent-soft-foreground",
  success: "text-success-soft-foreground",
  warning: "text-warning-soft-foreground",
  danger: "text-danger-soft-foreground",
};

/** Soft background and readable text of a tone, for chips and notices. */
export const TONE_SOFT: Record<Tone, string> = {
  neutral: "bg-default text-default-foreground",
  accent: "bg-accent-soft text-accent-soft-foreground",
  success: "bg-success-soft text-success-soft-foreground",
  warning: "bg-warning-soft text-warning-soft-foreground",
  danger: "bg-danger-soft text-danger-soft-foreground",
};
