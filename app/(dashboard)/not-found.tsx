import { useTranslations } from "next-intl";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { PageFrame } from "#app/_ui/page-frame.tsx";

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
