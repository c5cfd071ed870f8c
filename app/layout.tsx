import "@fontsource-variable/inter";
import "./globals.css";
import type { Metadata } from "next";
import { headers } from "next/headers";
import { NextIntlClientProvider } from "next-intl";
import { getLocale } from "next-intl/server";
import type { ReactNode } from "react";
import { Providers } from "./_frame/providers.tsx";

export const metadata: Metadata = {
  title: { default: "Kurir", template: "%s · Kurir" },
  robots: { index: false },
};

const RootLayout = async ({ children }: { children: ReactNode }) => {
  const [locale, head] = await Promise.all([getLocale(), headers()]);
  return (
    // The theme's class is set before hydration, hence the suppression.
    <html lang={locale} suppressHydrationWarning>
      <body>
        <NextIntlClientProvider>
          <Providers locale={locale} nonce={head.get("x-nonce") ?? undefined}>
            {children}
          </Providers>
        </NextIntlClientProvider>
      </body>
    </html>
  );
};

export default RootLayout;
