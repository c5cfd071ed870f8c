import { environment } from "#lib/platform/environment.ts";

/** The largest file that an upload may be, in megabytes of 1,048,576 bytes. */
export function uploadLimitMegabytes(): number {
  return environment().uploadLimitMegabytes;
}
