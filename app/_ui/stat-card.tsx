import Link from "next/link";
import type { ReactNode } from "react";

type StatCardProps = {
  label: ReactNode;
  /** The figure, already formatted or a RateText. */
  value: ReactNode;
  /** What it is a part of, or over which time ("of 4,981 accepted"). */
  base?: ReactNode;
  href?: string;
  /** Why the figure cannot be judged; it then stands in grey. */
  unclear?: ReactNode;
};

/** One figure with its base. */
export const StatCard = ({ label, value, base, href, unclear }: StatCardProps) => {
  const body = (
    <>
      <span className="text-sm text-muted">{label}</span>
      <span className={`text-2xl font-semibold tabular-nums ${unclear ? "text-muted" : ""}`}>{value}</span>
      {base ? <span className="text-xs text-muted tabular-nums">{base}</span> : null}
      {unclear ? <span className="text-xs text-muted">{unclear}</span> : null}
    </>
  );
  const className = "flex min-w-0 flex-col gap-1 rounded-lg border border-border bg-surface p-4";
  return href ? (
    <Link href={href} className={`${className} hover:border-border-secondary hover:bg-surface-hover`}>
      {body}
    </Link>
  ) : (
    <div className={className}>{body}</div>
  );
};
