import type { ReactNode } from "react";

/** The column every page sits in: at most 1,200 px wide, or all of the window for tables and editors (`wide`). */
export const PageFrame = ({ wide = false, children }: { wide?: boolean; children: ReactNode }) => (
  <div className={`mx-auto flex w-full flex-col gap-6 px-4 py-6 md:px-8 ${wide ? "" : "max-w-[1200px]"}`}>
    {children}
  </div>
);
