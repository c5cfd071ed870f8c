import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

type EmptyStateProps = {
  icon?: LucideIcon;
  title: ReactNode;
  /** One sentence: what would stand here and how it comes to be. */
  description?: ReactNode;
  /** The one action that fills the place. */
  action?: ReactNode;
  /** One example of what it will look like. */
  example?: ReactNode;
};

/** A place without content yet. */
export const EmptyState = ({ icon: Icon, title, description, action, example }: EmptyStateProps) => (
  <div className="flex flex-col items-center gap-4 rounded-lg border border-dashed border-border px-6 py-12 text-center">
    {Icon ? <Icon aria-hidden className="size-8 text-muted" strokeWidth={1.5} /> : null}
    <div className="flex flex-col gap-1">
      <p className="text-base font-medium">{title}</p>
      {description ? <p className="max-w-prose text-sm text-muted">{description}</p> : null}
    </div>
    {action}
    {example ? <div className="w-full max-w-prose text-sm text-muted">{example}</div> : null}
  </div>
);
