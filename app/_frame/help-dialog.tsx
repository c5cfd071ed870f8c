"use client";

import { Button, Kbd, Modal } from "@heroui/react";
import { CircleHelp } from "lucide-react";
import { useTranslations } from "next-intl";

const WORDS = ["accepted", "deferred", "in_doubt", "skipped"] as const;

/** The keys to know and the words of the books. */
export const HelpDialog = () => {
  const t = useTranslations("navigation.helpDialog");
  const common = useTranslations("common");
  const navigation = useTranslations("navigation");
  return (
    <Modal>
      <Button isIconOnly variant="ghost" aria-label={navigation("help")} className="max-sm:hidden">
        <CircleHelp aria-hidden />
      </Button>
      <Modal.Backdrop>
        <Modal.Container size="lg">
          <Modal.Dialog>
            <Modal.CloseTrigger aria-label={common("close")} />
            <Modal.Header>
              <Modal.Heading>{t("title")}</Modal.Heading>
            </Modal.Header>
            <Modal.Body>
              <div className="flex flex-col gap-4">
                <section className="flex flex-col gap-2">
                  <h3 className="text-sm font-medium">{t("keyboard")}</h3>
                  <p className="flex items-center justify-between gap-4 text-sm text-muted">
                    {t("palette")}
                    <Kbd>{"Ctrl+K"}</Kbd>
                  </p>
                  <p className="flex items-center justify-between gap-4 text-sm text-muted">
                    {t("leave")}
                    <Kbd>{"Esc"}</Kbd>
                  </p>
                </section>
                <section className="flex flex-col gap-2">
                  <h3 className="text-sm font-medium">{t("words")}</h3>
                  <dl className="flex flex-col gap-2 text-sm">
                    {WORDS.map((word) => (
                      <div key={word}>
                        <dt className="font-medium">{common(`messageState.${word}`)}</dt>
                        <dd className="text-muted">{t(word)}</dd>
                      </div>
                    ))}
                  </dl>
                </section>
              </div>
            </Modal.Body>
          </Modal.Dialog>
        </Modal.Container>
      </Modal.Backdrop>
    </Modal>
  );
};
