"use client";

import { Description, Input, Label, TextField } from "@heroui/react";
import type { ReactNode } from "react";

type DraftTextProps = {
  label: ReactNode;
  help?: ReactNode;
  value: string;
  maxLength: number;
  placeholder?: string;
  onChange: (value: string) => void;
};

/** A text of the draft, saved while it is typed: it has no name and no form around it. */
export const DraftText = ({ label, help, value, maxLength, placeholder, onChange }: DraftTextProps) => (
  <TextField fullWidth value={value} onChange={onChange} maxLength={maxLength}>
    <Label>{label}</Label>
    <Input {...(placeholder ? { placeholder } : {})} />
    {help ? <Description>{help}</Description> : null}
  </TextField>
);
