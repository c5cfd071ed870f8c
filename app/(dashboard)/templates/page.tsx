import { LayoutTemplate } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { currentActor } from "#app/_session/current-actor.ts";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { FilterBar, FilterTabs } from "#app/_ui/filter-bar.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { PageFrame } from "#app/_ui/page-frame.tsx";
import { PageHeader } from "#app/_ui/page-header.tsx";
import type { Place } from "#app/_ui/place.ts";
import { SearchField } from "#app/_ui/search-field.tsx";
import { can } from "#lib/accounts/actor.ts";
import { readTemplates } from "#lib/content/read-templates.ts";
import { GalleryPages } from "./_parts/gallery-pages.tsx";
import { TemplateCard } from "./_parts/template-card.tsx";

export const generateMetadata = async () => ({ title: (await getTranslations("content"))("title") });

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** The gallery: every template with a picture of its mail. */
const TemplatesPage = async ({ searchParams }: Props) => {
  const [actor, t, params] = await Promise.all([currentActor(), getTranslations("content"), searchParams]);
  const place: Place = { path: "/templates", params };
  const search = typeof params.q === "string" ? params.q : "";
  const isArchived = params.show === "archived";
  // `after` is how many pages come before this one.
  const before = Number.parseInt(String(params.after ?? "0"), 10);
  const page = Number.isInteger(before) && before > 0 && before < 10_000 ? before + 1 : 1;
  const gallery = await readTemplates(actor, { search, isArchived, page });
  const canWrite = can(actor, "content:write");
  const newButton = canWrite ? <LinkButton href="/templates/new">{t("new")}</LinkButton> : null;
  const isEmpty = gallery.total === 0 && search === "" && !isArchived;
  return (
    <PageFrame>
      <PageHeader title={t("title")} description={t("description")} action={isEmpty ? null : newButton} />
      <FilterBar>
        <SearchField label={t("search")} />
        <FilterTabs
          label={t("filter.label")}
          place={place}
          param="show"
          options={[
            { value: "", label: t("filter.current") },
            { value: "archived", label: t("filter.archived") },
          ]}
        />
      </FilterBar>
      {isEmpty ? (
        <EmptyState
          icon={LayoutTemplate}
          title={t("empty.title")}
          description={t("empty.description")}
          action={newButton}
        />
      ) : gallery.templates.length === 0 ? (
        <EmptyState title={search ? t("empty.nothingFound") : t("empty.noneArchived")} />
      ) : (
        <ul className="grid grid-cols-1 gap-6 sm:grid-cols-2 lg:grid-cols-3">
          {gallery.templates.map((template) => (
            <li key={template.id}>
              <TemplateCard template={template} isArchived={isArchived} canWrite={canWrite} />
            </li>
          ))}
        </ul>
      )}
      <GalleryPages place={place} page={gallery.page} pageCount={gallery.pageCount} />
    </PageFrame>
  );
};

export default TemplatesPage;
