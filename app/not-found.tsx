import { useTranslations } from "next-intl";
import { EmptyState } from "./_ui/empty-state.tsx";
import { LinkButton } from "./_ui/link-button.tsx";
import { PageFrame } from "./_ui/page-frame.tsx";

const NotFoundPage = () => {
  const t = useTranslations("errors.notFound");
  return (
    <PageFrame>
      <EmptyState
        title={t("title")}
        description={t("description")}
        action={<LinkButton href="/">{t("home")}</LinkButton>}
      />
    </PageFrame>
  );
};

export default NotFoundPage;
