"use client";

import { I18nProvider, RouterProvider, Toast } from "@heroui/react";
import { useRouter } from "next/navigation";
import { ThemeProvider } from "next-themes";
import type { ReactNode } from "react";

type ProvidersProps = { locale: string; nonce: string | undefined; children: ReactNode };

/** What the components need around them: theme (set before the first paint), language, our router, and the toasts. */
export const Providers = ({ locale, nonce, children }: ProvidersProps) => {
  const router = useRouter();
  return (
    <ThemeProvider
      attribute={["class", "data-theme"]}
      disableTransitionOnChange
      {...(nonce ? { nonce } : {})}
    >
      <I18nProvider locale={locale}>
        <RouterProvider navigate={router.push}>
          {children}
          <Toast.Provider placement="bottom end" />
        </RouterProvider>
      </I18nProvider>
    </ThemeProvider>
  );
};
