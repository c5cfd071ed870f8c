import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { PageFrame } from "#app/_ui/page-frame.tsx";
import { PageHeader } from "#app/_ui/page-header.tsx";
import { SettingsTabs } from "./_parts/settings-tabs.tsx";

/** Every page of the settings stands under the same title and tabs. */
const SettingsLayout = async ({ children }: { children: ReactNode }) => {
  const t = await getTranslations("navigation");
  return (
    <PageFrame>
      <PageHeader title={t("settings")} />
      <SettingsTabs />
      {children}
    </PageFrame>
  );
};

export default SettingsLayout;
