import { buttonVariants } from "@heroui/styles";
import type { ReactNode } from "react";

type PlainFormProps = {
  /** Where it is sent: the page's own address, answered before the web framework. */
  action: string;
  /** What the button means, when it is not the page's main meaning. */
  meaning?: "resubscribe" | "everything" | undefined;
  label: ReactNode;
  variant?: "primary" | "outline" | "ghost";
  children?: ReactNode;
};

/** A form that works without JavaScript: a POST that is answered with 303 back to the page. */
export const PlainForm = ({ action, meaning, label, variant = "primary", children }: PlainFormProps) => (
  <form method="post" action={action} className="flex flex-col gap-4">
    <input type="hidden" name="page" value="1" />
    {meaning ? <input type="hidden" name="action" value={meaning} /> : null}
    {children}
    <button type="submit" className={`${buttonVariants({ variant })} self-start max-sm:w-full`}>
      {label}
    </button>
  </form>
);
