import type { Metadata } from "next";
import type { ReactNode } from "react";

/** The address names the recipient, so it is told to no other site and kept out of search engines. */
export const metadata: Metadata = {
  referrer: "no-referrer",
  robots: { index: false, follow: false },
};

/** The frame of the pages that recipients reach from their mail: no session, no menu, works without JavaScript. */
const RecipientLayout = ({ children }: { children: ReactNode }) => (
  <main className="flex min-h-dvh items-start justify-center px-4 pt-12 pb-16 sm:items-center sm:pt-16">
    <div className="flex w-full max-w-lg flex-col gap-6 rounded-xl border border-border bg-surface p-6 sm:p-8">
      {children}
    </div>
  </main>
);

export default RecipientLayout;
