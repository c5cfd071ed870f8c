import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { TimeStamp } from "#app/_ui/time-stamp.tsx";
import type { ServerUse } from "#lib/reports/server-use-store.ts";
import type { ServerTest } from "#lib/servers/server-test.ts";

type ServerUseFactsProps = { use: ServerUse | undefined; lastTest: ServerTest | null };

/** What is known of a server without trying it: its last mail, its last trouble in words and in its own, its last test. */
export const ServerUseFacts = ({ use, lastTest }: ServerUseFactsProps) => {
  const t = useTranslations("senders.use");
  const categories = useTranslations("delivery.categories");
  const trouble = use?.lastTrouble;
  return (
    <dl
      aria-label={t("label")}
      className="grid gap-x-8 gap-y-3 border-y border-separator py-4 text-sm md:grid-cols-3"
    >
      <Fact label={t("accepted")} at={use?.lastAcceptedAt}>
        {use?.lastAcceptedAt ? null : t("none")}
      </Fact>
      <Fact label={t("trouble")} at={trouble?.at} said={trouble?.said}>
        {trouble ? categories(`${trouble.category}.name`) : t("none")}
      </Fact>
      <Fact label={t("test")} at={lastTest?.at} said={lastTest?.ok ? null : lastTest?.detail}>
        {lastTest ? t(`went.${lastTest.ok}`) : t("neverTested")}
      </Fact>
    </dl>
  );
};

type FactProps = {
  label: string;
  at: Date | string | null | undefined;
  said?: string | null | undefined;
  children: ReactNode;
};

const Fact = ({ label, at, said, children }: FactProps) => (
  <div className="flex min-w-0 flex-col gap-0.5">
    <dt className="text-xs text-muted">{label}</dt>
    {at ? (
      <dd>
        <TimeStamp at={at} />
      </dd>
    ) : null}
    {children ? <dd className={at ? "" : "text-muted"}>{children}</dd> : null}
    {said ? (
      <dd title={said} className="line-clamp-2 font-mono text-xs text-muted wrap-anywhere">
        {said}
      </dd>
    ) : null}
  </div>
);
