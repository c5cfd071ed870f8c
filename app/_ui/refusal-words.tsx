import { useTranslations } from "next-intl";
import { isReplyCategory, replyCategories } from "#lib/replies/reply-category.ts";

/** A refusal in plain words: what happened, whose side it is on, what to do. For a category that is not known: nothing. */
export const RefusalWords = ({ category }: { category: string | null }) => {
  const t = useTranslations("delivery");
  if (!isReplyCategory(category)) return null;
  return (
    <dl className="flex flex-col gap-0.5 text-xs text-muted">
      <div>
        <dt className="sr-only">{t("words.whatHappened")}</dt>
        <dd className="wrap-anywhere">{t(`categories.${category}.whatHappened`)}</dd>
      </div>
      <div className="flex flex-wrap gap-x-1">
        <dt>{t("words.whoseSide")}</dt>
        <dd className="text-foreground">{t(`scopes.${replyCategories[category].scope}`)}</dd>
      </div>
      <div>
        <dt className="sr-only">{t("words.whatToDo")}</dt>
        <dd className="wrap-anywhere">{t(`categories.${category}.whatToDo`)}</dd>
      </div>
    </dl>
  );
};
