"use client";

import { Button, Drawer, useOverlayState } from "@heroui/react";
import { Menu } from "lucide-react";
import { useTranslations } from "next-intl";
import { Brand } from "./brand.tsx";
import { NavLinks } from "./nav-links.tsx";

/** The sidebar on a narrow screen. */
export const NavDrawer = () => {
  const t = useTranslations("navigation");
  const state = useOverlayState();
  return (
    <Drawer state={state}>
      <Button isIconOnly variant="ghost" aria-label={t("open")} className="md:hidden">
        <Menu aria-hidden />
      </Button>
      <Drawer.Backdrop>
        <Drawer.Content placement="left" className="w-72 max-w-[85vw]">
          <Drawer.Dialog aria-label={t("main")}>
            <Drawer.Header>
              <Brand />
              <Drawer.CloseTrigger aria-label={t("close")} />
            </Drawer.Header>
            <Drawer.Body>
              <nav aria-label={t("main")}>
                <NavLinks onNavigate={state.close} />
              </nav>
            </Drawer.Body>
          </Drawer.Dialog>
        </Drawer.Content>
      </Drawer.Backdrop>
    </Drawer>
  );
};
