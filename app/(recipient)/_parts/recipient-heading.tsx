import type { ReactNode } from "react";

type RecipientHeadingProps = {
  /** The sender's name, which the recipient knows; Kurir is nothing to them. */
  workspaceName?: string;
  title: ReactNode;
  children?: ReactNode;
};

/** Who speaks, what this page is, and one sentence about it. */
export const RecipientHeading = ({ workspaceName, title, children }: RecipientHeadingProps) => (
  <header className="flex flex-col gap-2">
    {workspaceName ? <p className="text-sm font-medium text-muted wrap-anywhere">{workspaceName}</p> : null}
    <h1 className="text-xl font-semibold">{title}</h1>
    {children ? <p className="text-sm text-muted wrap-anywhere">{children}</p> : null}
  </header>
);
