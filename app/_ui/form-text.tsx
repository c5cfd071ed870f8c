"use client";

import { Description, FieldError, Input, Label, TextArea, TextField } from "@heroui/react";
import type { HTMLInputAutoCompleteAttribute, HTMLInputTypeAttribute, ReactNode } from "react";
import { useFieldError } from "./use-field-error.ts";

type FormTextProps = {
  name: string;
  label: ReactNode;
  help?: ReactNode;
  defaultValue?: string | undefined;
  type?: HTMLInputTypeAttribute;
  /** Several lines; `rows` of them to begin with. */
  rows?: number;
  placeholder?: string;
  autoComplete?: HTMLInputAutoCompleteAttribute;
  isRequired?: boolean;
  isDisabled?: boolean;
  autoFocus?: boolean;
  inputMode?: "text" | "email" | "numeric" | "decimal" | "url";
  onChange?: (value: string) => void;
};

/** A text field of an ActionForm: label above, help under, the error for its name beside it. */
export const FormText = ({
  label,
  help,
  rows,
  placeholder,
  autoComplete,
  inputMode,
  defaultValue,
  ...field
}: FormTextProps) => {
  const { error, invalid } = useFieldError(field.name);
  return (
    <TextField
      fullWidth
      {...field}
      {...invalid}
      {...(autoComplete ? { autoComplete } : {})}
      {...(defaultValue === undefined ? {} : { defaultValue })}
    >
      <Label>{label}</Label>
      {rows ? (
        <TextArea rows={rows} {...(placeholder ? { placeholder } : {})} />
      ) : (
        <Input {...(placeholder ? { placeholder } : {})} {...(inputMode ? { inputMode } : {})} />
      )}
      {help ? <Description>{help}</Description> : null}
      <FieldError>{error}</FieldError>
    </TextField>
  );
};
