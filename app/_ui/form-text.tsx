"use client";

import { Description, FieldError, Input, Label, TextArea, TextField } from "@heroui/react";
import {
  type HTMLInputAutoCompleteAttribute,
  type HTMLInputTypeAttribute,
  type ReactNode,
  useId,
} from "react";
import { useFieldError } from "./use-field-error.ts";

type FormTextProps = {
  name: string;
  label: ReactNode;
  help?: ReactNode;
  defaultValue?: string | undefined;
  type?: HTMLInputTypeAttribute;
  /** Several lines; `rows` of them to begin with. */
  rows?: number;
  /** Written for machines: letters of one width. */
  isCode?: boolean;
  placeholder?: string;
  autoComplete?: HTMLInputAutoCompleteAttribute;
  isRequired?: boolean;
  isDisabled?: boolean;
  autoFocus?: boolean;
  /** Values to choose from while typing; others are possible. */
  suggestions?: readonly string[];
  inputMode?: "text" | "email" | "numeric" | "decimal" | "url";
  onChange?: (value: string) => void;
};

/** A text field of an ActionForm: label above, help under, the error for its name beside it. */
export const FormText = ({
  label,
  help,
  rows,
  isCode = false,
  placeholder,
  autoComplete,
  inputMode,
  suggestions,
  defaultValue,
  ...field
}: FormTextProps) => {
  const { error, invalid } = useFieldError(field.name);
  const list = useId();
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
        <TextArea
          rows={rows}
          {...(isCode ? { className: "font-mono text-xs" } : {})}
          {...(placeholder ? { placeholder } : {})}
        />
      ) : (
        <Input
          {...(placeholder ? { placeholder } : {})}
          {...(inputMode ? { inputMode } : {})}
          {...(suggestions ? { list } : {})}
        />
      )}
      {suggestions ? (
        <datalist id={list}>
          {suggestions.map((value) => (
            <option key={value} value={value} />
          ))}
        </datalist>
      ) : null}
      {help ? <Description>{help}</Description> : null}
      <FieldError>{error}</FieldError>
    </TextField>
  );
};
