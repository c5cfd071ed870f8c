"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useTransition } from "react";
import { hrefWith } from "./place.ts";

type FilterSelectProps = {
  label: string;
  /** The search parameter it sets. */
  param: string;
  /** `value: ""` is "all": no parameter. */
  options: { value: string; label: string }[];
};

/** One choice out of many, kept in the URL, such as the list or the provider a table is narrowed to. */
export const FilterSelect = ({ label, param, options }: FilterSelectProps) => {
  const router = useRouter();
  const path = usePathname();
  const search = useSearchParams();
  const [isPending, startTransition] = useTransition();
  const go = (value: string) => {
    const params: Record<string, string[]> = {};
    for (const name of new Set(search.keys())) params[name] = search.getAll(name);
    startTransition(() => router.replace(hrefWith({ path, params }, { [param]: value }), { scroll: false }));
  };
  return (
    <select
      aria-label={label}
      aria-busy={isPending}
      value={search.get(param) ?? ""}
      onChange={({ target }) => go(target.value)}
      className="input h-9 max-w-60 py-0"
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
};
