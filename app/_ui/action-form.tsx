"use client";

import { Form, toast } from "@heroui/react";
import { useTranslations } from "next-intl";
import {
  createContext,
  type FormEvent,
  type ReactNode,
  useEffect,
  useRef,
  useState,
  useTransition,
} from "react";
import type { Action, ActionError, ActionResult } from "./action-result.ts";
import { askAction } from "./ask-action.ts";
import { formInput } from "./form-input.ts";
import { messageText } from "./message-text.ts";
import { Notice } from "./notice.tsx";

/** The state of the form around: whether it is being sent, and what is wrong with its fields, in words. */
export const FormState = createContext<{ isPending: boolean; fieldErrors: Record<string, string> }>({
  isPending: false,
  fieldErrors: {},
});

type ActionFormProps<Data> = {
  action: Action<Data>;
  /** Values that are no field of the form, such as the id of what is edited. */
  values?: Record<string, unknown>;
  /** Runs after success, on top of whatever the action did (it may redirect itself). */
  onSuccess?: (data: Data) => void;
  /** Told in a toast after success. */
  successMessage?: string;
  children: ReactNode;
  className?: string;
};

/**
 * The one way a form is sent: fields by `name` go to `action` as one object (a name that occurs twice becomes an
 * array), errors come back beside their fields with the focus on the first, an error of the whole form stands on top,
 * and what was typed stays whatever happens.
 */
export const ActionForm = <Data,>(props: ActionFormProps<Data>) => {
  const { action, values, onSuccess, successMessage, children, className = "flex flex-col gap-4" } = props;
  const t = useTranslations();
  const form = useRef<HTMLFormElement>(null);
  const [failure, setFailure] = useState<Failure>();
  const [isPending, startTransition] = useTransition();

  useEffect(() => {
    if (!failure) return;
    const first = form.current?.querySelector<HTMLElement>(
      '[aria-invalid="true"], [data-invalid="true"] button',
    );
    (first ?? form.current?.querySelector<HTMLElement>("[data-form-error]"))?.focus();
  }, [failure]);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isPending) return;
    const input = { ...formInput(new FormData(event.currentTarget)), ...values };
    startTransition(async () => {
      const result = await askAction(action, input);
      const failed = failureOf(result);
      setFailure(failed);
      if (failed) return;
      if (successMessage) toast.success(successMessage);
      onSuccess?.(result.data as Data);
    });
  };

  const fieldErrors = Object.fromEntries(
    Object.entries(failure?.fields ?? {}).map(([name, message]) => [name, messageText(t, message)]),
  );
  return (
    <Form
      ref={form}
      // Should a browser send it by itself after all, then not with a password in the address.
      method="post"
      className={className}
      onSubmit={submit}
      validationBehavior="aria"
      validationErrors={fieldErrors}
    >
      <FormState value={{ isPending, fieldErrors }}>
        {failure?.message ? (
          <div data-form-error tabIndex={-1} className="rounded-lg outline-none">
            <Notice tone="danger">
              {messageText(t, failure.message)}
              {failure.code ? (
                <span className="block text-xs">{t("errors.code", { code: failure.code })}</span>
              ) : null}
            </Notice>
          </div>
        ) : null}
        {children}
      </FormState>
    </Form>
  );
};

type Failure = { message?: string | undefined; code?: string | undefined; fields: Record<string, string> };

const failureOf = ({ serverError, validationErrors }: ActionResult<unknown>): Failure | undefined => {
  if (serverError) return fromServer(serverError);
  if (!validationErrors) return undefined;
  const fields = Object.entries(validationErrors.fieldErrors ?? {}).flatMap(([name, messages]) =>
    messages?.[0] ? [[name, messages[0]] as const] : [],
  );
  return { message: validationErrors.formErrors?.[0], fields: Object.fromEntries(fields) };
};

/** With a message at a field, the sentence stands there and not a second time on top. */
const fromServer = ({ message, fields = {}, code }: ActionError): Failure => ({
  message: Object.keys(fields).length > 0 ? undefined : message,
  code,
  fields,
});
