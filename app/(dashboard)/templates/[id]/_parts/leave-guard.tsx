"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { ConfirmDialog } from "#app/_ui/confirm-dialog.tsx";

/** As long as it is on the page, leaving by a link or by closing the window asks first. */
export const LeaveGuard = ({ name }: { name: string }) => {
  const t = useTranslations("content.leave");
  const router = useRouter();
  const [target, setTarget] = useState<string>();

  useEffect(() => {
    const askBrowser = (event: BeforeUnloadEvent) => event.preventDefault();
    const askHere = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
      if (!(link instanceof HTMLAnchorElement) || link.target === "_blank" || link.origin !== location.origin)
        return;
      if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey)
        return;
      if (link.pathname === location.pathname) return;
      event.preventDefault();
      event.stopPropagation();
      setTarget(link.pathname + link.search);
    };
    window.addEventListener("beforeunload", askBrowser);
    // Before the router's own listeners, which stand on the links.
    document.addEventListener("click", askHere, { capture: true });
    return () => {
      window.removeEventListener("beforeunload", askBrowser);
      document.removeEventListener("click", askHere, { capture: true });
    };
  }, []);

  return (
    <ConfirmDialog
      isOpen={target !== undefined}
      onOpenChange={(isOpen) => {
        if (!isOpen) setTarget(undefined);
      }}
      title={t("title")}
      confirmLabel={t("confirm")}
      isDestructive
      onConfirm={() => target && router.push(target)}
    >
      {t("body", { name })}
    </ConfirmDialog>
  );
};
