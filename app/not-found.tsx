import { useTranslations } from "next-intl";
import { Brand } from "./_frame/brand.tsx";
import { EmptyState } from "./_ui/empty-state.tsx";
import { LinkButton } from "./_ui/link-button.tsx";
import { PageFrame } from "./_ui/page-frame.tsx";

/** An address that no page has; inside the dashboard the frame stays, here it does not. */
const NotFoundPage = () => {
  const t = useTranslations("errors.notFound");
  return (
    <PageFrame>
      <Brand />
      <EmptyState
        title={t("title")}
        description={t("description")}
        action={<LinkButton href="/">{t("home")}</LinkButton>}
      />
    </PageFrame>
  );
};

export default NotFoundPage;
