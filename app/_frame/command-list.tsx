"use client";

import { FilePlus2, LogOut, type LucideIcon, Moon, Plus, Sun, Upload, UserPlus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useTheme } from "next-themes";
import { type KeyboardEvent, useId, useState } from "react";
import { useRunAction } from "#app/_ui/use-run-action.ts";
import { endSession } from "./end-session.ts";
import { DESTINATIONS } from "./navigation.ts";

type Command = { id: string; group: string; label: string; icon: LucideIcon; run: () => void };

/** A box to type in over a list to choose from: arrows move, Enter runs, as the ARIA combobox pattern has it. */
export const CommandList = ({ onDone }: { onDone: () => void }) => {
  const t = useTranslations("navigation.commands");
  const listId = useId();
  const [wish, setWish] = useState("");
  const [chosen, setChosen] = useState(0);
  const words = wish.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = useCommands().filter(({ label }) =>
    words.every((word) => label.toLowerCase().includes(word)),
  );
  const active = matches[Math.min(chosen, matches.length - 1)];

  const run = (command: Command | undefined) => {
    if (!command) return;
    onDone();
    command.run();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter") run(active);
    if (!step || matches.length === 0) return;
    event.preventDefault();
    const next = (Math.min(chosen, matches.length - 1) + step + matches.length) % matches.length;
    setChosen(next);
    document.getElementById(`${listId}-${matches[next]?.id}`)?.scrollIntoView({ block: "nearest" });
  };

  return (
    <div className="flex flex-col">
      <input
        // biome-ignore lint/a11y/noAutofocus: the dialog was opened to type in it
        autoFocus
        role="combobox"
        aria-expanded
        aria-controls={listId}
        aria-label={t("placeholder")}
        {...(active ? { "aria-activedescendant": `${listId}-${active.id}` } : {})}
        placeholder={t("placeholder")}
        value={wish}
        onChange={({ target }) => {
          setWish(target.value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
        className="h-12 border-b border-separator bg-transparent px-4 text-base outline-none placeholder:text-muted"
      />
      <div
        id={listId}
        role="listbox"
        aria-label={t("open")}
        className="flex max-h-80 flex-col overflow-y-auto p-2"
      >
        {matches.map((command, index) => (
          <div key={command.id}>
            {command.group === matches[index - 1]?.group ? null : (
              <p aria-hidden className="px-3 pt-2 pb-1 text-xs text-muted">
                {command.group}
              </p>
            )}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled at the combobox, which keeps the focus */}
            <div
              id={`${listId}-${command.id}`}
              role="option"
              tabIndex={-1}
              aria-selected={command === active}
              onClick={() => run(command)}
              onPointerMove={() => setChosen(index)}
              className={`flex h-9 cursor-pointer items-center gap-3 rounded-lg px-3 text-sm ${command === active ? "bg-default" : ""}`}
            >
              <command.icon aria-hidden className="size-4 text-muted" />
              {command.label}
            </div>
          </div>
        ))}
        {matches.length === 0 ? (
          <p className="px-3 py-6 text-center text-sm text-muted">{t("empty")}</p>
        ) : null}
      </div>
    </div>
  );
};

const useCommands = (): Command[] => {
  const t = useTranslations("navigation");
  const router = useRouter();
  const { resolvedTheme, setTheme } = useTheme();
  const { run: signOut } = useRunAction(endSession);
  const go = (href: string) => () => router.push(href);
  const isDark = resolvedTheme === "dark";
  const places = DESTINATIONS.map(({ name, href, icon }) => ({
    id: name,
    group: t("commands.go"),
    label: t(name),
    icon,
    run: go(href),
  }));
  const deeds: [string, string, LucideIcon, () => void][] = [
    ["newCampaign", t("commands.newCampaign"), Plus, go("/campaigns/new")],
    ["importContacts", t("commands.importContacts"), Upload, go("/contacts/import")],
    ["addContact", t("commands.addContact"), UserPlus, go("/contacts/new")],
    ["newTemplate", t("commands.newTemplate"), FilePlus2, go("/templates/new")],
    [
      "theme",
      t(isDark ? "commands.toLight" : "commands.toDark"),
      isDark ? Sun : Moon,
      () => setTheme(isDark ? "light" : "dark"),
    ],
    ["signOut", t("commands.signOut"), LogOut, () => signOut({})],
  ];
  return [
    ...places,
    ...deeds.map(([id, label, icon, run]) => ({ id, group: t("commands.do"), label, icon, run })),
  ];
};
