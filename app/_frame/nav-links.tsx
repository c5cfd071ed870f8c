"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { DESTINATIONS, isWithin } from "./navigation.ts";

/** The list of the sidebar and of its drawer. */
export const NavLinks = ({ onNavigate }: { onNavigate?: () => void }) => {
  const t = useTranslations("navigation");
  const path = usePathname();
  return (
    <ul className="flex flex-col gap-0.5">
      {DESTINATIONS.map(({ name, href, icon: Icon }) => {
        const isHere = isWithin(path, href);
        return (
          <li key={name}>
            <Link
              href={href}
              {...(isHere ? { "aria-current": "page" as const } : {})}
              {...(onNavigate ? { onClick: onNavigate } : {})}
              className={`flex h-9 items-center gap-3 rounded-lg px-3 text-sm font-medium ${
                isHere
                  ? "bg-accent-soft text-accent-soft-foreground"
                  : "text-muted hover:bg-default hover:text-foreground"
              }`}
            >
              <Icon aria-hidden className="size-4" />
              {t(name)}
            </Link>
          </li>
        );
      })}
    </ul>
  );
};
