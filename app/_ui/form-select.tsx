"use client";

import { Description, FieldError, Label, ListBox, Select } from "@heroui/react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useFieldError } from "./use-field-error.ts";

type FormSelectProps = {
  name: string;
  label: ReactNode;
  help?: ReactNode;
  options: { value: string; label: string; detail?: string }[];
  defaultValue?: string | undefined;
  placeholder?: string;
  isRequired?: boolean;
  isDisabled?: boolean;
  onChange?: (value: string) => void;
};

/** One choice out of a list, as a field of an ActionForm. */
export const FormSelect = ({
  label,
  help,
  options,
  defaultValue,
  placeholder,
  onChange,
  ...field
}: FormSelectProps) => {
  const t = useTranslations("common");
  const { error, invalid } = useFieldError(field.name);
  return (
    <Select
      fullWidth
      {...field}
      {...invalid}
      {...(defaultValue === undefined ? {} : { defaultValue })}
      placeholder={placeholder ?? t("choose")}
      onChange={(key) => onChange?.(String(key ?? ""))}
    >
      <Label>{label}</Label>
      <Select.Trigger>
        <Select.Value />
        <Select.Indicator />
      </Select.Trigger>
      {help ? <Description>{help}</Description> : null}
      <FieldError>{error}</FieldError>
      <Select.Popover>
        <ListBox>
          {options.map((option) => (
            <ListBox.Item key={option.value} id={option.value} textValue={option.label}>
              <span className="flex min-w-0 flex-col">
                {option.label}
                {option.detail ? (
                  <span className="text-xs text-muted in-[button]:hidden">{option.detail}</span>
                ) : null}
              </span>
              <ListBox.ItemIndicator />
            </ListBox.Item>
          ))}
        </ListBox>
      </Select.Popover>
    </Select>
  );
};
