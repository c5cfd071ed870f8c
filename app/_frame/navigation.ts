import { BarChart3, FileText, Home, type LucideIcon, Send, Settings, Users } from "lucide-react";

export type Destination = {
  /** Key in messages/navigation. */
  name: "overview" | "campaigns" | "templates" | "contacts" | "reports" | "settings";
  href: string;
  icon: LucideIcon;
};

/** The places of the sidebar, in its order. */
export const DESTINATIONS: readonly Destination[] = [
  { name: "overview", href: "/", icon: Home },
  { name: "campaigns", href: "/campaigns", icon: Send },
  { name: "templates", href: "/templates", icon: FileText },
  { name: "contacts", href: "/contacts", icon: Users },
  { name: "reports", href: "/reports", icon: BarChart3 },
  { name: "settings", href: "/settings", icon: Settings },
];

/** Whether a path lies in the part of the product that a destination opens. */
export const isWithin = (path: string, href: string): boolean =>
  href === "/" ? path === "/" : path === href || path.startsWith(`${href}/`);
