"use client";

import Link from "next/link";
import { useEffect, useRef } from "react";

type PageTabsProps = {
  /** Names the row for screen readers. */
  label: string;
  tabs: { href: string; label: string; isHere: boolean }[];
};

/** The parts of a room, each a page of its own. On a narrow screen the row scrolls, and the part one is in stays in view. */
export const PageTabs = ({ label, tabs }: PageTabsProps) => {
  const row = useRef<HTMLElement>(null);
  const here = tabs.find(({ isHere }) => isHere)?.href;
  useEffect(() => {
    const link = here ? row.current?.querySelector<HTMLElement>('[aria-current="page"]') : null;
    // The row alone moves: scrollIntoView would move the page too.
    if (link)
      row.current?.scrollTo({ left: link.offsetLeft - (row.current.clientWidth - link.offsetWidth) / 2 });
  }, [here]);
  return (
    <nav
      ref={row}
      aria-label={label}
      className="relative flex gap-6 overflow-x-auto text-sm shadow-[inset_0_-1px_0_var(--separator)]"
    >
      {tabs.map(({ href, label: name, isHere }) => (
        <Link
          key={href}
          href={href}
          {...(isHere ? { "aria-current": "page" as const } : {})}
          className={`flex h-10 shrink-0 items-center border-b-2 focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-focus ${
            isHere
              ? "border-accent font-medium text-foreground"
              : "border-transparent text-muted hover:text-foreground"
          }`}
        >
          {name}
        </Link>
      ))}
    </nav>
  );
};
