import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { AccountMenu } from "#app/_frame/account-menu.tsx";
import { Brand } from "#app/_frame/brand.tsx";
import { CommandPalette } from "#app/_frame/command-palette.tsx";
import { HelpDialog } from "#app/_frame/help-dialog.tsx";
import { HoldBanner } from "#app/_frame/hold-banner.tsx";
import { LanguageMenu } from "#app/_frame/language-menu.tsx";
import { NavDrawer } from "#app/_frame/nav-drawer.tsx";
import { NavLinks } from "#app/_frame/nav-links.tsx";
import { SandboxChip } from "#app/_frame/sandbox-chip.tsx";
import { ThemeMenu } from "#app/_frame/theme-menu.tsx";
import { currentActor } from "#app/_session/current-actor.ts";
import { currentSession } from "#app/_session/current-session.ts";
import { can } from "#lib/accounts/actor.ts";
import { readSendingHold } from "#lib/accounts/read-sending-hold.ts";
import { usesSandbox } from "#lib/senders/uses-sandbox.ts";

/** The frame around every page that needs a session: sidebar, top bar, content. */
const DashboardLayout = async ({ children }: { children: ReactNode }) => {
  const actor = await currentActor();
  const [session, t, sandboxed, hold] = await Promise.all([
    currentSession(),
    getTranslations("navigation"),
    usesSandbox(actor),
    readSendingHold(actor),
  ]);
  return (
    <div className="min-h-dvh md:pl-60">
      <a
        href="#content"
        className="fixed top-2 left-2 z-50 -translate-y-16 rounded-lg bg-accent px-4 py-2 text-sm font-medium text-accent-foreground focus:translate-y-0"
      >
        {t("skip")}
      </a>
      <aside className="fixed inset-y-0 left-0 z-20 flex w-60 flex-col gap-4 border-r border-separator bg-surface px-3 py-4 max-md:hidden">
        <Link href="/" className="px-3">
          <Brand />
        </Link>
        <nav aria-label={t("main")}>
          <NavLinks />
        </nav>
        <p className="mt-auto truncate px-3 text-xs text-muted">{session?.workspace.name}</p>
      </aside>
      <header className="sticky top-0 z-10 flex h-14 items-center gap-2 border-b border-separator bg-surface px-4 md:px-8">
        <NavDrawer />
        <CommandPalette />
        <div className="ml-auto flex items-center gap-1">
          {sandboxed === "none" ? null : <SandboxChip href="/sandbox" whose={sandboxed} />}
          <HelpDialog />
          <LanguageMenu />
          <ThemeMenu />
          <AccountMenu name={session?.person.name ?? ""} email={session?.person.email ?? ""} />
        </div>
      </header>
      <main id="content" tabIndex={-1} className="outline-none">
        {hold ? <HoldBanner hold={hold} mayRelease={can(actor, "workspace:write")} /> : null}
        {children}
      </main>
    </div>
  );
};

export default DashboardLayout;
