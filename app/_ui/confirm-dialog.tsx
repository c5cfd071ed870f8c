"use client";

import { AlertDialog, Button } from "@heroui/react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

type ConfirmDialogProps = {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  /** Names the thing and the number: "Delete the list Customers with 4,993 contacts?" */
  title: ReactNode;
  /** What happens and what cannot be undone. */
  children?: ReactNode;
  /** Says what is done ("Delete list"), never "OK". */
  confirmLabel: ReactNode;
  /** Needed where what is confirmed is itself called cancelling ("Keep sending"). */
  cancelLabel?: ReactNode;
  onConfirm: () => void;
  isDestructive?: boolean;
};

/** Asks before what cannot be undone. The focus starts on Cancel, so Enter never destroys. */
export const ConfirmDialog = (props: ConfirmDialogProps) => {
  const {
    isOpen,
    onOpenChange,
    title,
    children,
    confirmLabel,
    cancelLabel,
    onConfirm,
    isDestructive = false,
  } = props;
  const t = useTranslations("common");
  return (
    <AlertDialog.Backdrop isOpen={isOpen} onOpenChange={onOpenChange} isKeyboardDismissDisabled={false}>
      <AlertDialog.Container size="md">
        <AlertDialog.Dialog>
          <AlertDialog.Header>
            <AlertDialog.Heading>{title}</AlertDialog.Heading>
          </AlertDialog.Header>
          <AlertDialog.Body>{children}</AlertDialog.Body>
          <AlertDialog.Footer>
            <Button autoFocus variant="tertiary" onPress={() => onOpenChange(false)}>
              {cancelLabel ?? t("cancel")}
            </Button>
            <Button
              variant={isDestructive ? "danger" : "primary"}
              onPress={() => {
                onOpenChange(false);
                onConfirm();
              }}
            >
              {confirmLabel}
            </Button>
          </AlertDialog.Footer>
        </AlertDialog.Dialog>
      </AlertDialog.Container>
    </AlertDialog.Backdrop>
  );
};
