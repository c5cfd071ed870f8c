import { useTranslations } from "next-intl";

/** The mark: an envelope that moves, drawn in the accent colour. */
export const Brand = () => {
  const t = useTranslations("common");
  return (
    <span className="flex items-center gap-2 text-base font-semibold">
      <svg viewBox="0 0 24 24" aria-hidden="true" className="size-6 text-accent" fill="none">
        <path
          d="M8 6.5h12a1.5 1.5 0 0 1 1.5 1.5v8a1.5 1.5 0 0 1-1.5 1.5H8"
          stroke="currentColor"
          strokeWidth="2"
          strokeLinecap="round"
        />
        <path
          d="m8.5 8.5 6 4.5 6-4.5"
          stroke="currentColor"
          strokeWidth="2"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
        <path d="M2 10h4M3.5 14H7" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
      </svg>
      {t("product")}
    </span>
  );
};
