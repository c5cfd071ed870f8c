import { type ReactNode, useId } from "react";

type SectionProps = { title: ReactNode; description?: ReactNode; action?: ReactNode; children: ReactNode };

/** A titled part of a page in its own frame. */
export const Section = ({ title, description, action, children }: SectionProps) => {
  const heading = useId();
  return (
    <section
      aria-labelledby={heading}
      className="flex flex-col gap-4 rounded-lg border border-border bg-surface p-4 md:p-6"
    >
      <header className="flex flex-wrap items-start justify-between gap-3">
        <div className="flex flex-col gap-1">
          <h2 id={heading} className="text-base font-semibold">
            {title}
          </h2>
          {description ? <p className="max-w-prose text-sm text-muted">{description}</p> : null}
        </div>
        {action}
      </header>
      {children}
    </section>
  );
};
