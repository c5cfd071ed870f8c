"use client";

import { Button } from "@heroui/react";
import { useTranslations } from "next-intl";
import { ErrorState } from "#app/_ui/error-state.tsx";
import { PageFrame } from "#app/_ui/page-frame.tsx";

type ErrorPageProps = { error: Error & { digest?: string }; reset: () => void };

const ErrorPage = ({ error, reset }: ErrorPageProps) => {
  const t = useTranslations("errors.page");
  return (
    <PageFrame>
      <ErrorState
        title={t("title")}
        description={t("description")}
        code={error.digest}
        action={<Button onPress={reset}>{t("retry")}</Button>}
      />
    </PageFrame>
  );
};

export default ErrorPage;
