"use client";

import { Button, Dropdown } from "@heroui/react";
import { ChartColumn, CirclePause, CirclePlay, Copy, Ellipsis, PencilLine, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "#app/_ui/confirm-dialog.tsx";
import { useRunAction } from "#app/_ui/use-run-action.ts";
import { type CampaignState, hasLaunched, mayMove } from "#lib/drafts/campaign-state.ts";
import { clone, deleteDraft, pause, rename, resume } from "../actions.ts";

type CampaignMenuProps = { id: string; name: string; state: CampaignState; mayWrite: boolean };

/** What can be done with a campaign from the table. */
export const CampaignMenu = ({ id, name, state, mayWrite }: CampaignMenuProps) => {
  const t = useTranslations("campaigns.menu");
  const [isAsking, setAsking] = useState(false);
  const [newName, setNewName] = useState<string>();
  const runs = {
    clone: useRunAction(clone),
    pause: useRunAction(pause, { successMessage: t("paused", { name }) }),
    resume: useRunAction(resume, { successMessage: t("resumed", { name }) }),
    rename: useRunAction(rename, { successMessage: t("renamed") }),
    delete: useRunAction(deleteDraft),
  };
  const act = (key: string | number) => {
    if (key === "delete") setAsking(true);
    else if (key === "rename") setNewName(name);
    else if (key === "clone" || key === "pause" || key === "resume") runs[key].run({ id });
  };
  return (
    <>
      <Dropdown>
        <Button isIconOnly size="sm" variant="ghost" aria-label={t("label", { name })}>
          <Ellipsis aria-hidden className="size-4" />
        </Button>
        <Dropdown.Popover placement="bottom end" className="min-w-44">
          <Dropdown.Menu aria-label={t("label", { name })} onAction={act}>
            {hasLaunched(state) ? (
              <Dropdown.Item id="report" href={`/reports/${id}`} textValue={t("report")}>
                <ChartColumn aria-hidden className="size-4" />
                {t("report")}
              </Dropdown.Item>
            ) : null}
            {mayWrite && mayMove(state, "pause") ? (
              <Dropdown.Item id="pause" textValue={t("pause")}>
                <CirclePause aria-hidden className="size-4" />
                {t("pause")}
              </Dropdown.Item>
            ) : null}
            {mayWrite && mayMove(state, "resume") ? (
              <Dropdown.Item id="resume" textValue={t("resume")}>
                <CirclePlay aria-hidden className="size-4" />
                {t("resume")}
              </Dropdown.Item>
            ) : null}
            {mayWrite ? (
              <Dropdown.Item id="rename" textValue={t("rename")}>
                <PencilLine aria-hidden className="size-4" />
                {t("rename")}
              </Dropdown.Item>
            ) : null}
            {mayWrite ? (
              <Dropdown.Item id="clone" textValue={t("clone")}>
                <Copy aria-hidden className="size-4" />
                {t("clone")}
              </Dropdown.Item>
            ) : null}
            {mayWrite && state === "draft" ? (
              <Dropdown.Item id="delete" variant="danger" textValue={t("delete")}>
                <Trash2 aria-hidden className="size-4" />
                {t("delete")}
              </Dropdown.Item>
            ) : null}
          </Dropdown.Menu>
        </Dropdown.Popover>
      </Dropdown>
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setAsking}
        title={t("deleteTitle", { name })}
        confirmLabel={t("deleteConfirm")}
        isDestructive
        onConfirm={() => runs.delete.run({ id })}
      >
        {t("deleteBody")}
      </ConfirmDialog>
      <ConfirmDialog
        isOpen={newName !== undefined}
        onOpenChange={(isOpen) => isOpen || setNewName(undefined)}
        title={t("renameTitle", { name })}
        confirmLabel={t("rename")}
        onConfirm={() => runs.rename.run({ id, name: newName })}
      >
        <input
          aria-label={t("newName")}
          value={newName ?? ""}
          maxLength={200}
          onChange={({ target }) => setNewName(target.value)}
          className="input h-9 w-full"
        />
      </ConfirmDialog>
    </>
  );
};
