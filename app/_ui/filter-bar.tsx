import Link from "next/link";
import type { ReactNode } from "react";
import { hrefWith, type Place } from "./place.ts";

/** The line of filters between the title and the table. */
export const FilterBar = ({ children }: { children: ReactNode }) => (
  <div className="flex flex-wrap items-center gap-3">{children}</div>
);

type FilterTabsProps = {
  label: string;
  place: Place;
  /** The search parameter these set. */
  param: string;
  /** `value: ""` is "all": no parameter. */
  options: { value: string; label: ReactNode; count?: ReactNode }[];
};

/** One choice out of a few as links, such as the states of campaigns. */
export const FilterTabs = ({ label, place, param, options }: FilterTabsProps) => {
  const chosen = typeof place.params[param] === "string" ? place.params[param] : "";
  return (
    <nav aria-label={label} className="flex max-w-full gap-1 overflow-x-auto">
      {options.map(({ value, label: name, count }) => (
        <Link
          key={value}
          href={hrefWith(place, { [param]: value })}
          {...(value === chosen ? { "aria-current": "true" as const } : {})}
          className={`inline-flex h-8 shrink-0 items-center gap-1.5 rounded-lg px-3 text-sm ${
            value === chosen
              ? "bg-accent-soft font-medium text-accent-soft-foreground"
              : "text-muted hover:bg-default"
          }`}
        >
          {name}
          {count === undefined ? null : <span className="text-xs tabular-nums opacity-80">{count}</span>}
        </Link>
      ))}
    </nav>
  );
};
