import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { TONE_SOFT, type Tone } from "./state-colour.ts";

const ICONS = {
  neutral: Info,
  accent: Info,
  success: CircleCheck,
  warning: TriangleAlert,
  danger: CircleAlert,
};

type NoticeProps = {
  tone: Tone;
  title?: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
};

/** A line or two inside a page that a person should not miss. */
export const Notice = ({ tone, title, children, action }: NoticeProps) => {
  const Icon = ICONS[tone];
  return (
    <div
      role={tone === "danger" ? "alert" : "status"}
      className={`flex items-start gap-3 rounded-lg px-4 py-3 text-sm ${TONE_SOFT[tone]}`}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="flex min-w-0 flex-1 flex-wrap items-start gap-x-6 gap-y-3">
        <div className="flex min-w-0 flex-1 basis-60 flex-col gap-1 self-center">
          {title ? <p className="font-medium wrap-anywhere">{title}</p> : null}
          {/* The colour is for the title: several lines of it are hard to read. */}
          {children ? (
            <div className="max-w-[80ch] wrap-anywhere text-foreground [&>p+p]:mt-1.5">{children}</div>
          ) : null}
        </div>
        {action ? <div className="flex flex-wrap gap-2 text-foreground">{action}</div> : null}
      </div>
    </div>
  );
};
