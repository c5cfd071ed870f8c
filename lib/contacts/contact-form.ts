import { z } from "zod";
import { type EmailProblem, validateEmail } from "#lib/addresses/email-address.ts";
import { type Attribute, type AttributeValue, parseAttributeValue, type ValueProblem } from "./attribute.ts";

/** A contact as typed by hand; attributes by key, all as text. */
export const contactFormSchema = z.object({
  email: z.string().max(1_000),
  firstName: z.string().trim().max(200),
  lastName: z.string().trim().max(200),
  attributes: z.record(z.string(), z.string().max(10_000)),
});
export type ContactForm = z.infer<typeof contactFormSchema>;

export type FormProblem =
  | { field: "email"; problem: EmailProblem | "taken" }
  | { field: `attributes.${string}`; problem: ValueProblem };

type CheckedContact = {
  email: string;
  firstName: string | null;
  lastName: string | null;
  attributes: Record<string, AttributeValue>;
};

/**
 * Checks what was typed. Here an empty field does wipe the value: the person sees it and emptied it.
 *
 * @param kept values of attributes that the form does not show; they stay
 */
export function checkContactForm(
  form: ContactForm,
  attributes: readonly Attribute[],
  kept: Record<string, AttributeValue>,
): { ok: true; contact: CheckedContact } | { ok: false; problems: FormProblem[] } {
  const problems: FormProblem[] = [];
  const email = validateEmail(form.email);
  if (!email.ok) problems.push({ field: "email", problem: email.problem });
  const values = { ...kept };
  for (const { key, type } of attributes) {
    const typed = form.attributes[key];
    if (typed === undefined) continue;
    const check = parseAttributeValue(type, typed);
    if (!check.ok) problems.push({ field: `attributes.${key}`, problem: check.problem });
    else if (check.value === null) delete values[key];
    else values[key] = check.value;
  }
  if (!email.ok || problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    contact: {
      email: email.email,
      firstName: form.firstName || null,
      lastName: form.lastName || null,
      attributes: values,
    },
  };
}
