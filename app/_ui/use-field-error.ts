"use client";

import { use } from "react";
import { FormState } from "./action-form.tsx";

/**
 * Props for a field of an ActionForm and the words of its error. The error stays until the form is sent again: were it to go as
 * the field loses the focus, the button under the pointer would move away from the click.
 */
export const useFieldError = (name: string) => {
  const { fieldErrors } = use(FormState);
  const error = fieldErrors[name];
  return { error, invalid: error === undefined ? {} : { isInvalid: true } };
};
