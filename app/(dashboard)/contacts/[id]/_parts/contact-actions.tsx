"use client";

import { useTranslations } from "next-intl";
import { ActionButton } from "#app/_ui/action-button.tsx";
import type { ContactStatus } from "#lib/addresses/contact-status.ts";
import { removeContact, setStatus } from "../../actions.ts";

type ContactActionsProps = { id: string; name: string; status: ContactStatus };

/** What can be done with a contact besides editing it; each asks first. */
export const ContactActions = ({ id, name, status }: ContactActionsProps) => {
  const t = useTranslations("contacts.person");
  return (
    <>
      <ActionButton
        action={removeContact}
        input={{ id }}
        variant="ghost"
        confirm={{
          title: t("deleteTitle", { name }),
          body: t("deleteBody"),
          confirmLabel: t("deleteConfirm"),
          isDestructive: true,
        }}
      >
        {t("delete")}
      </ActionButton>
      {status === "active" ? (
        <ActionButton
          action={setStatus}
          input={{ id, status: "unsubscribed" }}
          successMessage={t("stopped")}
          confirm={{ title: t("stopTitle", { name }), body: t("stopBody"), confirmLabel: t("stopMail") }}
        >
          {t("stopMail")}
        </ActionButton>
      ) : null}
      {status === "bounced" || status === "unsubscribed" ? (
        <ActionButton
          action={setStatus}
          input={{ id, status: "active" }}
          successMessage={t("activated")}
          confirm={{
            title: t("activateTitle", { name }),
            body: t("activateBody"),
            confirmLabel: t("activate"),
          }}
        >
          {t("activate")}
        </ActionButton>
      ) : null}
    </>
  );
};
