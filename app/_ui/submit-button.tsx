"use client";

import { Button, type ButtonProps, Spinner } from "@heroui/react";
import { type ReactNode, use, useSyncExternalStore } from "react";
import { FormState } from "./action-form.tsx";

type SubmitButtonProps = { children: ReactNode; variant?: ButtonProps["variant"]; fullWidth?: boolean };

/**
 * Sends the ActionForm around it and shows that it is on its way. Before the page is alive it is no submit button: the browser
 * would send the form by itself and what was typed would be lost.
 */
export const SubmitButton = ({ children, variant = "primary", fullWidth = false }: SubmitButtonProps) => {
  const { isPending } = use(FormState);
  const isAlive = useSyncExternalStore(
    () => () => {},
    () => true,
    () => false,
  );
  return (
    <Button
      type={isAlive ? "submit" : "button"}
      variant={variant}
      fullWidth={fullWidth}
      isPending={isPending}
    >
      {isPending ? <Spinner color="current" size="sm" /> : null}
      {children}
    </Button>
  );
};
