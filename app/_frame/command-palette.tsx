"use client";

import { Button, Kbd, Modal, useOverlayState } from "@heroui/react";
import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { CommandList } from "./command-list.tsx";

/** Search and commands, opened by its button or Ctrl/Cmd-K from anywhere. */
export const CommandPalette = () => {
  const t = useTranslations("navigation.commands");
  const { isOpen, setOpen, open, close } = useOverlayState();

  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (
        event.key.toLowerCase() !== "k" ||
        !(event.ctrlKey || event.metaKey) ||
        event.shiftKey ||
        event.altKey
      )
        return;
      event.preventDefault();
      open();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [open]);

  return (
    <>
      <Button
        variant="outline"
        aria-label={t("open")}
        onPress={open}
        className="text-muted max-sm:w-9 max-sm:p-0 sm:w-72 sm:justify-start"
      >
        <Search aria-hidden />
        <span className="max-sm:hidden sm:flex-1 sm:text-left">{t("open")}</span>
        <Kbd className="max-sm:hidden">{"Ctrl+K"}</Kbd>
      </Button>
      <Modal.Backdrop isOpen={isOpen} onOpenChange={setOpen}>
        <Modal.Container placement="top" size="lg">
          <Modal.Dialog aria-label={t("open")} className="p-0">
            <CommandList onDone={close} />
          </Modal.Dialog>
        </Modal.Container>
      </Modal.Backdrop>
    </>
  );
};
