import { Lock } from "lucide-react";
import { useTranslations } from "next-intl";
import { EmptyState } from "./empty-state.tsx";
import { LinkButton } from "./link-button.tsx";
import { PageFrame } from "./page-frame.tsx";

/** A page that the role does not show: `if (!can(actor, "senders:read")) return <NoPermission />`. */
export const NoPermission = () => {
  const t = useTranslations("errors.denied");
  return (
    <PageFrame>
      <EmptyState
        icon={Lock}
        title={t("title")}
        description={t("description")}
        action={<LinkButton href="/">{t("home")}</LinkButton>}
      />
    </PageFrame>
  );
};
