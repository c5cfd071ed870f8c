"use client";

import { Modal } from "@heroui/react";
import { useTranslations } from "next-intl";
import { ActionForm } from "#app/_ui/action-form.tsx";
import { FormText } from "#app/_ui/form-text.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { renameTemplateTo } from "../actions.ts";

type RenameDialogProps = {
  id: string;
  name: string;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
};

/** Asks for another name. */
export const RenameDialog = ({ id, name, isOpen, onOpenChange }: RenameDialogProps) => {
  const t = useTranslations("content");
  return (
    <Modal.Backdrop isOpen={isOpen} onOpenChange={onOpenChange}>
      <Modal.Container size="sm">
        <Modal.Dialog>
          <Modal.CloseTrigger />
          <Modal.Header>
            <Modal.Heading>{t("actions.rename")}</Modal.Heading>
          </Modal.Header>
          <Modal.Body>
            <ActionForm
              action={renameTemplateTo}
              values={{ id }}
              successMessage={t("actions.renamed")}
              onSuccess={() => onOpenChange(false)}
            >
              <FormText name="name" label={t("name")} defaultValue={name} isRequired autoFocus />
              <SubmitButton>{t("actions.rename")}</SubmitButton>
            </ActionForm>
          </Modal.Body>
        </Modal.Dialog>
      </Modal.Container>
    </Modal.Backdrop>
  );
};
