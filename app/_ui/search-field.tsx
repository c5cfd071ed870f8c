"use client";

import { Search } from "lucide-react";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useEffect, useRef, useTransition } from "react";
import { hrefWith } from "./place.ts";

/** Long enough not to ask the server for every letter, short enough to feel immediate. */
const TYPING_PAUSE_MS = 250;

/** A search box whose text is `?q=` (or `param`) of the page; Escape empties it. */
export const SearchField = ({ label, param = "q" }: { label: string; param?: string }) => {
  const router = useRouter();
  const path = usePathname();
  const search = useSearchParams();
  const [isPending, startTransition] = useTransition();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const go = (text: string) => {
    clearTimeout(timer.current);
    const params: Record<string, string[]> = {};
    for (const name of new Set(search.keys())) params[name] = search.getAll(name);
    startTransition(() =>
      router.replace(hrefWith({ path, params }, { [param]: text.trim() }), { scroll: false }),
    );
  };

  return (
    <search className="relative w-full md:max-w-80">
      <Search
        aria-hidden
        className={`absolute top-2.5 left-3 size-4 text-muted ${isPending ? "animate-pulse" : ""}`}
      />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        defaultValue={search.get(param) ?? ""}
        onChange={({ target }) => {
          clearTimeout(timer.current);
          timer.current = setTimeout(() => go(target.value), TYPING_PAUSE_MS);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter") go(event.currentTarget.value);
          if (event.key === "Escape") {
            event.currentTarget.value = "";
            go("");
          }
        }}
        className="input input--full-width h-9 pl-9"
      />
    </search>
  );
};
