"use client";

import { Button } from "@heroui/react";
import { Check, Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";

const SHOWN_MS = 2000;

/** Puts a text on the clipboard, such as a DNS record or an error code. */
export const CopyButton = ({ text, label }: { text: string; label?: string }) => {
  const t = useTranslations("common");
  const [isDone, setDone] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setDone(true);
    setTimeout(() => setDone(false), SHOWN_MS);
  };
  return (
    <Button size="sm" variant="ghost" aria-label={label ?? t("copy")} onPress={() => void copy()}>
      {isDone ? <Check aria-hidden /> : <Copy aria-hidden />}
      <span aria-live="polite">{isDone ? t("copied") : t("copy")}</span>
    </Button>
  );
};
