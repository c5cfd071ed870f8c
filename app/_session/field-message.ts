import type { z } from "zod";
import { messageWith } from "#app/_ui/message-text.ts";

/** The message (for `messageText`) of a zod issue that has none of its own. */
export const fieldMessage = (issue: z.core.$ZodRawIssue): string => {
  // A select or date that nobody touched sends an empty text.
  if (issue.input === "") return "errors.field.required";
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined || issue.input === null
        ? "errors.field.required"
        : "errors.field.invalid";
    case "too_small":
      if (issue.origin === "string" && Number(issue.minimum) <= 1) return "errors.field.required";
      if (issue.origin === "string")
        return messageWith("errors.field.tooShort", { minimum: Number(issue.minimum) });
      if (issue.origin === "array") return "errors.field.required";
      return messageWith("errors.field.tooSmall", { minimum: Number(issue.minimum) });
    case "too_big":
      if (issue.origin === "string")
        return messageWith("errors.field.tooLong", { maximum: Number(issue.maximum) });
      return messageWith("errors.field.tooBig", { maximum: Number(issue.maximum) });
    case "invalid_format":
      if (issue.format === "email") return "errors.field.email";
      if (issue.format === "url") return "errors.field.url";
      return "errors.field.invalid";
    default:
      return "errors.field.invalid";
  }
};
