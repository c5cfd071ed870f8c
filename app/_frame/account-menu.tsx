"use client";

import { Button, Dropdown } from "@heroui/react";
import { LogOut, UserRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRunAction } from "#app/_ui/use-run-action.ts";
import { endSession } from "./end-session.ts";

/** Who is signed in, and the way out. */
export const AccountMenu = ({ name, email }: { name: string; email: string }) => {
  const t = useTranslations("navigation.account");
  const { run } = useRunAction(endSession);
  return (
    <Dropdown>
      <Button isIconOnly variant="ghost" aria-label={t("label")}>
        <span
          aria-hidden
          className="flex size-7 items-center justify-center rounded-full bg-accent text-xs font-medium text-accent-foreground uppercase"
        >
          {name.trim().slice(0, 1)}
        </span>
      </Button>
      <Dropdown.Popover placement="bottom end" className="min-w-56">
        <div className="border-b border-separator px-4 py-3">
          <p className="truncate text-sm font-medium">{name}</p>
          <p className="truncate text-xs text-muted">{email}</p>
        </div>
        <Dropdown.Menu aria-label={t("label")} onAction={(key) => key === "signOut" && run({})}>
          <Dropdown.Item id="settings" href="/settings/account" textValue={t("settings")}>
            <UserRound aria-hidden className="size-4" />
            {t("settings")}
          </Dropdown.Item>
          <Dropdown.Item id="signOut" textValue={t("signOut")}>
            <LogOut aria-hidden className="size-4" />
            {t("signOut")}
          </Dropdown.Item>
        </Dropdown.Menu>
      </Dropdown.Popover>
    </Dropdown>
  );
};
