import { useTranslations } from "next-intl";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { hrefWith, type Place } from "#app/_ui/place.ts";

type GalleryPagesProps = { place: Place; page: number; pageCount: number };

/** On to the next page of cards and back; nothing while one page holds them all. */
export const GalleryPages = ({ place, page, pageCount }: GalleryPagesProps) => {
  const t = useTranslations("content.pages");
  if (pageCount <= 1) return null;
  const link = (target: number) => hrefWith(place, { after: target > 1 ? String(target - 1) : undefined });
  return (
    <nav aria-label={t("label")} className="flex items-center justify-end gap-3 text-sm tabular-nums">
      {page > 1 ? (
        <LinkButton href={link(page - 1)} variant="secondary" size="sm">
          {t("previous")}
        </LinkButton>
      ) : null}
      <span className="text-muted">{t("place", { page, pageCount })}</span>
      {page < pageCount ? (
        <LinkButton href={link(page + 1)} variant="secondary" size="sm">
          {t("next")}
        </LinkButton>
      ) : null}
    </nav>
  );
};
