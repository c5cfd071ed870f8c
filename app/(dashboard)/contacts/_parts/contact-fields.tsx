"use client";

import { useTranslations } from "next-intl";
import { FormText } from "#app/_ui/form-text.tsx";
import type { Attribute, AttributeValue } from "#lib/contacts/attribute.ts";

type ContactFieldsProps = {
  attributes: Attribute[];
  contact?: {
    email: string;
    firstName: string | null;
    lastName: string | null;
    attributes: Record<string, AttributeValue>;
  };
};

/** The fields of a contact, in the form that adds one and in the form that edits one. */
export const ContactFields = ({ attributes, contact }: ContactFieldsProps) => {
  const t = useTranslations("contacts.form");
  return (
    <>
      <FormText
        name="email"
        label={t("email")}
        inputMode="email"
        autoComplete="off"
        defaultValue={contact?.email}
        isRequired
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <FormText
          name="firstName"
          label={t("firstName")}
          autoComplete="off"
          defaultValue={contact?.firstName ?? ""}
        />
        <FormText
          name="lastName"
          label={t("lastName")}
          autoComplete="off"
          defaultValue={contact?.lastName ?? ""}
        />
      </div>
      {attributes.map(({ key, label, type }) => (
        <FormText
          key={key}
          name={`attributes.${key}`}
          label={label}
          autoComplete="off"
          defaultValue={String(contact?.attributes[key] ?? "")}
          {...(type === "text" ? {} : { help: t(`typeHelp.${type}`) })}
        />
      ))}
    </>
  );
};
