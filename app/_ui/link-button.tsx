import { buttonVariants } from "@heroui/styles";
import Link from "next/link";
import type { ReactNode } from "react";

type LinkButtonProps = {
  href: string;
  variant?: "primary" | "secondary" | "tertiary" | "outline" | "ghost" | "danger";
  size?: "sm" | "md" | "lg";
  /** A file to save instead of a page to visit: a plain link, which the router leaves alone. */
  download?: boolean;
  children: ReactNode;
};

/** A link that looks like a button, for going somewhere; use Button for doing something. */
export const LinkButton = ({
  href,
  variant = "primary",
  size = "md",
  download = false,
  children,
}: LinkButtonProps) => {
  const className = buttonVariants({ variant, size });
  return download ? (
    <a href={href} download className={className}>
      {children}
    </a>
  ) : (
    <Link href={href} className={className}>
      {children}
    </Link>
  );
};
