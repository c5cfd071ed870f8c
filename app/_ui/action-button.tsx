"use client";

import { Button, type ButtonProps, Spinner } from "@heroui/react";
import { type ReactNode, useState } from "react";
import type { Action } from "./action-result.ts";
import { ConfirmDialog } from "./confirm-dialog.tsx";
import { useRunAction } from "./use-run-action.ts";

type ActionButtonProps<Data> = {
  action: Action<Data>;
  input: Record<string, unknown>;
  /** Told in a toast after success. */
  successMessage?: string;
  onSuccess?: (data: Data) => void;
  /** Asked first, for what cannot be undone. */
  confirm?: {
    title: ReactNode;
    body?: ReactNode;
    confirmLabel: ReactNode;
    cancelLabel?: ReactNode;
    isDestructive?: boolean;
  };
  variant?: ButtonProps["variant"];
  size?: "sm" | "md" | "lg";
  isDisabled?: boolean;
  /** What is spoken instead of what is seen: whose it is, where several buttons look the same. Begins with the words seen. */
  spoken?: string;
  children: ReactNode;
};

/** A button that runs one server action, asking first if it must. */
export const ActionButton = <Data,>(props: ActionButtonProps<Data>) => {
  const {
    action,
    input,
    confirm,
    children,
    spoken,
    variant = "secondary",
    size = "md",
    isDisabled = false,
  } = props;
  const [isAsking, setAsking] = useState(false);
  const { run, isPending } = useRunAction(action, {
    ...(props.onSuccess ? { onSuccess: props.onSuccess } : {}),
    ...(props.successMessage ? { successMessage: props.successMessage } : {}),
  });
  return (
    <>
      <Button
        variant={variant}
        size={size}
        isPending={isPending}
        isDisabled={isDisabled}
        {...(spoken ? { "aria-label": spoken } : {})}
        onPress={() => (confirm ? setAsking(true) : run(input))}
      >
        {isPending ? <Spinner color="current" size="sm" /> : null}
        {children}
      </Button>
      {confirm ? (
        <ConfirmDialog
          isOpen={isAsking}
          onOpenChange={setAsking}
          title={confirm.title}
          confirmLabel={confirm.confirmLabel}
          cancelLabel={confirm.cancelLabel}
          isDestructive={confirm.isDestructive ?? false}
          onConfirm={() => run(input)}
        >
          {confirm.body}
        </ConfirmDialog>
      ) : null}
    </>
  );
};
