import { Unlink } from "lucide-react";
import { useTranslations } from "next-intl";
import { RecipientHeading } from "./_parts/recipient-heading.tsx";

const RecipientNotFound = () => {
  const t = useTranslations("tracking.unknown");
  return (
    <>
      <Unlink aria-hidden className="size-8 text-muted" strokeWidth={1.5} />
      <RecipientHeading title={t("title")}>{t("explanation")}</RecipientHeading>
    </>
  );
};

export default RecipientNotFound;
