import { FlaskConical } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { TONE_SOFT } from "#app/_ui/state-colour.ts";

/** Says that mail goes to the sandbox, and leads to what it caught. */
export const SandboxChip = ({ href }: { href: string }) => {
  const t = useTranslations("navigation");
  return (
    <Link
      href={href}
      title={t("sandbox")}
      className={`inline-flex h-7 shrink-0 items-center gap-1.5 rounded-md px-2 text-xs font-medium ${TONE_SOFT.warning}`}
    >
      <FlaskConical aria-hidden className="size-3.5" />
      <span className="max-lg:hidden">{t("sandbox")}</span>
      <span className="lg:hidden">{t("sandboxShort")}</span>
    </Link>
  );
};
