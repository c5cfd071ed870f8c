"use client";

import { toast } from "@heroui/react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import type { MailSource } from "#app/_editor/mail-editor.tsx";
import { useRunAction } from "#app/_ui/use-run-action.ts";
import { saveTemplateContent } from "../../actions.ts";

type Saved = { source: MailSource; updatedAt: string };

/**
 * What was saved last and how saving goes. `theirs` is when somebody else saved over it meanwhile: saving is refused until a
 * person decides; `errorCount` how many errors the last save was refused for.
 */
export const useTemplateSave = (id: string, opened: Saved) => {
  const t = useTranslations("content.actions");
  const [saved, setSaved] = useState(opened);
  const [theirs, setTheirs] = useState<string>();
  const [errorCount, setErrorCount] = useState(0);
  const sent = useRef(opened.source);
  const { run, isPending } = useRunAction(saveTemplateContent, {
    onSuccess: (result) => {
      setErrorCount(0);
      setTheirs(undefined);
      if (result.outcome === "saved") {
        setSaved({ source: sent.current, updatedAt: new Date(result.updatedAt).toISOString() });
        toast.success(t("saved"));
      } else if (result.outcome === "changedMeanwhile") {
        setTheirs(new Date(result.updatedAt).toISOString());
      } else {
        setErrorCount(result.problems.filter(({ severity }) => severity === "error").length);
      }
    },
  });
  const save = (source: MailSource, expected = saved.updatedAt) => {
    if (isPending) return;
    sent.current = source;
    run({ id, ...source, expected });
  };
  const isSame = (source: MailSource) =>
    source.mjml === saved.source.mjml && source.text === saved.source.text;
  return { save, isSame, isSaving: isPending, theirs, errorCount };
};
