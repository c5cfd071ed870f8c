"use client";

import { Button, Spinner } from "@heroui/react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Notice } from "#app/_ui/notice.tsx";
import { useRunAction } from "#app/_ui/use-run-action.ts";
import { activateKey } from "../actions.ts";

type Found = "activated" | "recordMissing" | "recordDiffers" | "recordUnknown";

type ActivateKeyProps = {
  id: string;
  /** The selector that signs until then. */
  replaces: string | undefined;
  /** It is what is to be done next, not a way back. */
  isMain: boolean;
};

/** Looks for the record and signs with the key from then on. Where the record is not found, a person may go ahead all the same. */
export const ActivateKey = ({ id, replaces, isMain }: ActivateKeyProps) => {
  const t = useTranslations("domains.activate");
  const [found, setFound] = useState<Found>();
  const { run, isPending } = useRunAction(activateKey, {
    onSuccess: ({ outcome }: { outcome: Found }) => setFound(outcome),
  });
  const spinner = isPending ? <Spinner color="current" size="sm" /> : null;
  return (
    <>
      {found && found !== "activated" ? (
        <div className="w-full">
          <Notice
            tone="warning"
            title={t(`${found}.title`)}
            action={
              <Button
                variant="secondary"
                size="sm"
                isPending={isPending}
                onPress={() => run({ id, anyway: true })}
              >
                {spinner}
                {t("anyway")}
              </Button>
            }
          >
            {t(`${found}.body`)}
          </Notice>
        </div>
      ) : null}
      <Button
        variant={isMain ? "primary" : "ghost"}
        size="sm"
        isPending={isPending}
        onPress={() => {
          setFound(undefined);
          run({ id, anyway: false });
        }}
      >
        {spinner}
        {t("action")}
      </Button>
      {replaces ? (
        <p className="w-full text-xs text-muted order-last">{t("replaces", { selector: replaces })}</p>
      ) : null}
    </>
  );
};
