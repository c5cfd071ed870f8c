import { FlaskConical } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { TONE_SOFT } from "#app/_ui/state-colour.ts";

/** Says whose mail goes to the sandbox, and leads to what it caught. */
export const SandboxChip = ({ href, whose }: { href: string; whose: "all" | "some" }) => {
  const t = useTranslations("navigation");
  const words = t(`sandbox.${whose}`);
  return (
    <Link
      href={href}
      title={words}
      className={`inline-flex h-7 shrink-0 items-center gap-1.5 rounded-md px-2 text-xs font-medium ${TONE_SOFT.warning}`}
    >
      <FlaskConical aria-hidden className="size-3.5" />
      <span className="max-lg:hidden">{words}</span>
      <span className="lg:hidden">{t("sandbox.short")}</span>
    </Link>
  );
};
