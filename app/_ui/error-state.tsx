import { TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

type ErrorStateProps = {
  /** What happened. */
  title: ReactNode;
  /** Why, if known, and what to do. */
  description?: ReactNode;
  /** The code under which the operator finds the details in the log. */
  code?: string | undefined;
  action?: ReactNode;
};

/** Something failed: what happened, what to do, and the code for the log. */
export const ErrorState = ({ title, description, code, action }: ErrorStateProps) => {
  const t = useTranslations("errors");
  return (
    <div
      role="alert"
      className="flex flex-col items-start gap-3 rounded-lg border border-border bg-surface p-6"
    >
      <div className="flex items-center gap-2 text-danger-soft-foreground">
        <TriangleAlert aria-hidden className="size-5" />
        <p className="text-base font-medium">{title}</p>
      </div>
      {description ? <p className="max-w-prose text-sm text-muted">{description}</p> : null}
      {code ? <p className="text-xs text-muted tabular-nums">{t("code", { code })}</p> : null}
      {action}
    </div>
  );
};
