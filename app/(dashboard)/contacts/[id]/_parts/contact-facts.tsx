import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { TimeStamp } from "#app/_ui/time-stamp.tsx";
import type { Attribute } from "#lib/contacts/attribute.ts";
import type { ContactView } from "#lib/contacts/contact-view.ts";

/** Address, names and attributes; what is not known is a dash. */
export const ContactFacts = ({ contact, attributes }: { contact: ContactView; attributes: Attribute[] }) => {
  const t = useTranslations("contacts");
  return (
    <>
      <dl className="grid grid-cols-[minmax(5rem,auto)_minmax(0,1fr)] gap-x-4 md:gap-x-6 gap-y-2 text-sm">
        <Fact label={t("form.email")}>{contact.email}</Fact>
        <Fact label={t("form.firstName")}>{contact.firstName}</Fact>
        <Fact label={t("form.lastName")}>{contact.lastName}</Fact>
        {attributes.map(({ key, label }) => (
          <Fact key={key} label={label}>
            {contact.attributes[key] === undefined ? null : String(contact.attributes[key])}
          </Fact>
        ))}
        <Fact label={t("person.added")}>
          <TimeStamp at={contact.createdAt} />
        </Fact>
      </dl>
      {attributes.length === 0 ? <p className="text-sm text-muted">{t("person.noAttributes")}</p> : null}
    </>
  );
};

const Fact = ({ label, children }: { label: string; children: ReactNode }) => (
  <>
    <dt className="text-muted wrap-anywhere">{label}</dt>
    <dd className="wrap-anywhere">{children ?? <span className="text-muted">–</span>}</dd>
  </>
);
