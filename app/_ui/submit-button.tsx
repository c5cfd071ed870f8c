"use client";

import { Button, type ButtonProps, Spinner } from "@heroui/react";
import { type ReactNode, use } from "react";
import { FormState } from "./action-form.tsx";

type SubmitButtonProps = { children: ReactNode; variant?: ButtonProps["variant"]; fullWidth?: boolean };

/** Sends the ActionForm around it and shows that it is on its way. */
export const SubmitButton = ({ children, variant = "primary", fullWidth = false }: SubmitButtonProps) => {
  const { isPending } = use(FormState);
  return (
    <Button type="submit" variant={variant} fullWidth={fullWidth} isPending={isPending}>
      {isPending ? <Spinner color="current" size="sm" /> : null}
      {children}
    </Button>
  );
};
