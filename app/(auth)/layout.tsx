import type { ReactNode } from "react";
import { Brand } from "#app/_frame/brand.tsx";
import { LanguageMenu } from "#app/_frame/language-menu.tsx";
import { ThemeMenu } from "#app/_frame/theme-menu.tsx";

/** The frame of the pages that need no session. */
const AuthLayout = ({ children }: { children: ReactNode }) => (
  <div className="flex min-h-dvh flex-col">
    <header className="flex h-14 items-center justify-between px-4 md:px-8">
      <Brand />
      <div className="flex items-center gap-1">
        <LanguageMenu />
        <ThemeMenu />
      </div>
    </header>
    <main className="flex flex-1 items-start justify-center px-4 pt-8 pb-16 sm:pt-16">
      <div className="flex w-full max-w-md flex-col gap-6 rounded-xl border border-border bg-surface p-6 sm:p-8">
        {children}
      </div>
    </main>
  </div>
);

export default AuthLayout;
