import { environment } from "#lib/platform/environment.ts";
import { deriveTrackingKey, type TrackingKeys } from "./tracking-token.ts";

let derived: TrackingKeys | undefined;

/** This installation's keys: the present secret signs, the previous ones still verify what has left already. */
export function trackingKeys(): TrackingKeys {
  const { appSecret, previousAppSecrets } = environment();
  derived ??= [deriveTrackingKey(appSecret), ...previousAppSecrets.map(deriveTrackingKey)];
  return derived;
}
