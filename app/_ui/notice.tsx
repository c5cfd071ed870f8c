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
      className={`flex flex-wrap items-start gap-x-3 gap-y-2 rounded-lg px-4 py-3 text-sm ${TONE_SOFT[tone]}`}
    >
      <div className="flex min-w-0 flex-1 basis-60 gap-3 self-center">
        <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
        <div className="flex min-w-0 flex-1 flex-col gap-1">
          {title ? <p className="font-medium">{title}</p> : null}
          {children ? <div className="wrap-anywhere">{children}</div> : null}
        </div>
      </div>
      {action}
    </div>
  );
};
