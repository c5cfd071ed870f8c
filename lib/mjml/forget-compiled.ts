import { removeOldCompiled } from "./compiled-mjml-store.ts";

/** Removes what MJML compiled to more than an hour ago. */
export async function forgetCompiled(): Promise<void> {
  await removeOldCompiled();
}
