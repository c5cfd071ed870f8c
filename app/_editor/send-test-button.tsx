"use client";

import { Button, Modal, toast } from "@heroui/react";
import { Send } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActionForm } from "#app/_ui/action-form.tsx";
import { FormSelect } from "#app/_ui/form-select.tsx";
import { FormText } from "#app/_ui/form-text.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { sendTest } from "./actions.ts";
import type { MailSource } from "./mail-editor.tsx";

/** A From identity that a test can be sent from. */
export type TestSender = { id: string; name: string; email: string };

type SendTestButtonProps = {
  source: MailSource;
  preheader?: string;
  /** To begin with; a person may change it for the test. */
  subject: string;
  senders: TestSender[];
  senderId?: string | null;
  /** Where the test goes unless told otherwise: the person's own address. */
  to: string;
  /** As whom the mail is rendered; null: the sample contact. */
  contact: { id: string; email: string } | null;
};

/** Sends what is being edited, saved or not, to one address. */
export const SendTestButton = (props: SendTestButtonProps) => {
  const { source, subject, preheader = "", senders, senderId, to, contact } = props;
  const t = useTranslations("content.test");
  const [isOpen, setOpen] = useState(false);
  const [first] = senders;
  return (
    <>
      <Button variant="secondary" onPress={() => setOpen(true)}>
        <Send aria-hidden className="size-4" />
        {t("title")}
      </Button>
      <Modal.Backdrop isOpen={isOpen} onOpenChange={setOpen}>
        <Modal.Container size="md">
          <Modal.Dialog>
            <Modal.CloseTrigger />
            <Modal.Header>
              <Modal.Heading>{t("title")}</Modal.Heading>
            </Modal.Header>
            <Modal.Body>
              {first ? (
                <ActionForm
                  action={sendTest}
                  values={{ ...source, preheader, contactId: contact?.id ?? null }}
                  onSuccess={(sent) => {
                    setOpen(false);
                    toast.success(t(sent.toSandbox ? "sentSandbox" : "sent", { to: sent.to }));
                  }}
                >
                  <FormText
                    name="to"
                    type="email"
                    inputMode="email"
                    label={t("address")}
                    help={contact ? t("addressHelp", { name: contact.email }) : t("addressHelpSample")}
                    defaultValue={to}
                    autoFocus
                  />
                  <FormText name="subject" label={t("subject")} defaultValue={subject} />
                  <FormSelect
                    name="senderId"
                    label={t("sender")}
                    defaultValue={senderId ?? first.id}
                    options={senders.map(({ id, name, email }) => ({
                      value: id,
                      label: name,
                      detail: email,
                    }))}
                  />
                  <SubmitButton>{t("send")}</SubmitButton>
                </ActionForm>
              ) : (
                <div className="flex flex-col items-start gap-4">
                  <p>{t("noSender")}</p>
                  <LinkButton href="/settings/senders">{t("addSender")}</LinkButton>
                </div>
              )}
            </Modal.Body>
          </Modal.Dialog>
        </Modal.Container>
      </Modal.Backdrop>
    </>
  );
};
