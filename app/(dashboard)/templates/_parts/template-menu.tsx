"use client";

import { Button, Dropdown, toast } from "@heroui/react";
import { Archive, ArchiveRestore, Copy, EllipsisVertical, PencilLine } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useRunAction } from "#app/_ui/use-run-action.ts";
import { copyTemplate, setTemplateArchived } from "../actions.ts";
import { RenameDialog } from "./rename-dialog.tsx";

type TemplateMenuProps = {
  id: string;
  name: string;
  isArchived: boolean;
  /** After a copy was made: the editor goes there, the gallery stays. */
  opensCopy?: boolean;
};

/** Duplicate, rename, archive. Archiving asks nothing and can be undone at once. */
export const TemplateMenu = ({ id, name, isArchived, opensCopy = false }: TemplateMenuProps) => {
  const t = useTranslations("content");
  const router = useRouter();
  const [isRenaming, setRenaming] = useState(false);
  const copy = useRunAction(copyTemplate, {
    successMessage: t("actions.duplicated"),
    onSuccess: (made) => {
      if (opensCopy) router.push(`/templates/${made.id}`);
    },
  });
  const restore = useRunAction(setTemplateArchived, { successMessage: t("actions.restored") });
  const archive = useRunAction(setTemplateArchived, {
    onSuccess: () =>
      toast.success(t("actions.archived"), {
        actionProps: { children: t("actions.undo"), onPress: () => restore.run({ id, isArchived: false }) },
      }),
  });
  const act = (key: string) => {
    if (key === "duplicate") copy.run({ id, name });
    else if (key === "rename") setRenaming(true);
    else if (isArchived) restore.run({ id, isArchived: false });
    else archive.run({ id, isArchived: true });
  };
  return (
    <>
      <Dropdown>
        <Button isIconOnly size="sm" variant="ghost" aria-label={t("card.menu", { name })}>
          <EllipsisVertical aria-hidden className="size-4" />
        </Button>
        <Dropdown.Popover placement="bottom end">
          <Dropdown.Menu aria-label={t("card.menu", { name })} onAction={(key) => act(String(key))}>
            <Dropdown.Item id="duplicate" textValue={t("actions.duplicate")}>
              <Copy aria-hidden className="size-4" />
              {t("actions.duplicate")}
            </Dropdown.Item>
            <Dropdown.Item id="rename" textValue={t("actions.rename")}>
              <PencilLine aria-hidden className="size-4" />
              {t("actions.rename")}
            </Dropdown.Item>
            <Dropdown.Item id="archive" textValue={isArchived ? t("actions.restore") : t("actions.archive")}>
              {isArchived ? (
                <ArchiveRestore aria-hidden className="size-4" />
              ) : (
                <Archive aria-hidden className="size-4" />
              )}
              {isArchived ? t("actions.restore") : t("actions.archive")}
            </Dropdown.Item>
          </Dropdown.Menu>
        </Dropdown.Popover>
      </Dropdown>
      <RenameDialog id={id} name={name} isOpen={isRenaming} onOpenChange={setRenaming} />
    </>
  );
};
