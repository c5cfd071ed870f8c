import { getLocale, getTranslations } from "next-intl/server";
import { PreviewFrame } from "#app/_editor/preview-frame.tsx";
import type { Locale } from "#app/_i18n/locale.ts";
import { currentActor } from "#app/_session/current-actor.ts";
import { ActionButton } from "#app/_ui/action-button.tsx";
import { NoPermission } from "#app/_ui/no-permission.tsx";
import { PageFrame } from "#app/_ui/page-frame.tsx";
import { PageHeader } from "#app/_ui/page-header.tsx";
import { can } from "#lib/accounts/actor.ts";
import { readStarters } from "#lib/content/read-starters.ts";
import { startTemplate } from "../actions.ts";

export const generateMetadata = async () => ({ title: (await getTranslations("content"))("new") });

/** The four starters, drawn as a recipient would see them. */
const NewTemplatePage = async () => {
  const [actor, t, locale] = await Promise.all([currentActor(), getTranslations("content"), getLocale()]);
  if (!can(actor, "content:write")) return <NoPermission />;
  const starters = await readStarters(actor, locale as Locale);
  return (
    <PageFrame>
      <PageHeader
        title={t("newTitle")}
        description={t("newDescription")}
        breadcrumb={[{ label: t("title"), href: "/templates" }]}
      />
      <ul className="grid grid-cols-1 gap-6 sm:grid-cols-2">
        {starters.map(({ starter, html }) => (
          <li
            key={starter}
            className="flex flex-col overflow-hidden rounded-lg border border-border bg-surface"
          >
            <PreviewFrame
              html={html}
              title={t("card.preview", { name: t(`starter.${starter}.name`) })}
              width={640}
              isPicture
              className="h-80 border-b border-separator bg-surface-secondary"
            />
            <div className="flex items-center justify-between gap-4 px-4 py-3">
              <div className="flex flex-col">
                <h2 className="text-sm font-medium">{t(`starter.${starter}.name`)}</h2>
                <p className="text-xs text-muted">{t(`starter.${starter}.description`)}</p>
              </div>
              <ActionButton action={startTemplate} input={{ starter }} size="sm">
                {t("use")}
                <span className="sr-only">: {t(`starter.${starter}.name`)}</span>
              </ActionButton>
            </div>
          </li>
        ))}
      </ul>
    </PageFrame>
  );
};

export default NewTemplatePage;
