"use client";

import { Checkbox, Description } from "@heroui/react";
import type { ReactNode } from "react";

type FormCheckboxProps = {
  name: string;
  label: ReactNode;
  help?: ReactNode;
  /** What is sent when it is ticked ("on" unless told); nothing is sent when it is not. */
  value?: string;
  defaultSelected?: boolean;
  isDisabled?: boolean;
  onChange?: (isSelected: boolean) => void;
};

/** A tick box of an ActionForm. */
export const FormCheckbox = ({ label, help, value = "on", ...field }: FormCheckboxProps) => (
  <Checkbox value={value} {...field}>
    <Checkbox.Content>
      <Checkbox.Control>
        <Checkbox.Indicator />
      </Checkbox.Control>
      <span className="text-sm">{label}</span>
    </Checkbox.Content>
    {help ? <Description>{help}</Description> : null}
  </Checkbox>
);
