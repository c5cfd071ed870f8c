"use client";

import type { LucideIcon } from "lucide-react";
import { useId } from "react";

type ChoiceBarProps<Value extends string> = {
  label: string;
  options: { value: Value; label: string; icon?: LucideIcon }[];
  value: Value;
  onChange: (value: Value) => void;
};

/** One of a few ways to look at the same thing; arrows move between them. */
export const ChoiceBar = <Value extends string>({
  label,
  options,
  value,
  onChange,
}: ChoiceBarProps<Value>) => {
  const name = useId();
  return (
    <fieldset className="flex shrink-0 gap-0.5 rounded-lg bg-default p-0.5">
      <legend className="sr-only">{label}</legend>
      {options.map(({ value: option, label: text, icon: Icon }) => (
        <label
          key={option}
          className={`flex h-7 cursor-pointer items-center gap-1.5 rounded-md px-2.5 text-sm whitespace-nowrap has-focus-visible:outline-2 has-focus-visible:outline-focus ${
            option === value ? "bg-surface font-medium shadow-xs" : "text-muted hover:text-foreground"
          }`}
        >
          <input
            type="radio"
            name={name}
            value={option}
            checked={option === value}
            onChange={() => onChange(option)}
            className="sr-only"
          />
          {Icon ? <Icon aria-hidden className="size-4" /> : null}
          <span className={Icon ? "max-sm:sr-only" : ""}>{text}</span>
        </label>
      ))}
    </fieldset>
  );
};
