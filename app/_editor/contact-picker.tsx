"use client";

import { ComboBox, Input, ListBox } from "@heroui/react";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { askAction } from "#app/_ui/ask-action.ts";
import { type FoundContact, findPreviewContacts } from "./actions.ts";

const TYPING_PAUSE_MS = 250;

type ContactPickerProps = { onPick: (contact: FoundContact | null) => void };

/** Chooses whom the preview is for; empty means the sample contact. */
export const ContactPicker = ({ onPick }: ContactPickerProps) => {
  const t = useTranslations("content.preview");
  const [search, setSearch] = useState("");
  const [found, setFound] = useState<FoundContact[]>([]);
  const picked = useRef<FoundContact>(null);

  useEffect(() => {
    if (picked.current?.email === search) return;
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const { data } = await askAction(findPreviewContacts, { search });
      if (isCurrent && data) setFound(data);
    }, TYPING_PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [search]);

  const pick = (contact: FoundContact | null) => {
    picked.current = contact;
    onPick(contact);
  };

  return (
    <ComboBox
      aria-label={t("contact")}
      allowsEmptyCollection
      menuTrigger="focus"
      className="min-w-40 max-w-60 flex-1"
      items={found}
      inputValue={search}
      onInputChange={(text) => {
        setSearch(text);
        if (text === "" && picked.current) pick(null);
      }}
      onSelectionChange={(key) => {
        const contact = found.find(({ id }) => id === key);
        if (!contact) return;
        setSearch(contact.email);
        pick(contact);
      }}
    >
      <ComboBox.InputGroup>
        <Input placeholder={t("sample")} className="h-8 text-sm" />
        <ComboBox.Trigger />
      </ComboBox.InputGroup>
      <ComboBox.Popover>
        <ListBox
          items={found}
          renderEmptyState={() => <p className="px-3 py-2 text-sm text-muted">{t("noContact")}</p>}
        >
          {(contact: FoundContact) => (
            <ListBox.Item id={contact.id} textValue={contact.email}>
              <span className="flex min-w-0 flex-col">
                <span className="truncate">{contact.email}</span>
                {contact.name ? <span className="truncate text-xs text-muted">{contact.name}</span> : null}
              </span>
            </ListBox.Item>
          )}
        </ListBox>
      </ComboBox.Popover>
    </ComboBox>
  );
};
