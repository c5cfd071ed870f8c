"use client";

import { useTranslations } from "next-intl";
import { FormText } from "#app/_ui/form-text.tsx";

/** Name and description of a list, in the form that makes one and in the form that edits one. */
export const ListFields = ({ list }: { list?: { name: string; description: string | null } }) => {
  const t = useTranslations("contacts.lists");
  return (
    <>
      <FormText name="name" label={t("name")} help={t("nameHelp")} defaultValue={list?.name} isRequired />
      <FormText
        name="description"
        label={t("descriptionLabel")}
        help={t("descriptionHelp")}
        rows={3}
        defaultValue={list?.description ?? ""}
      />
    </>
  );
};
