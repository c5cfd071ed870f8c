import { trackingKeys } from "./tracking-keys.ts";
import { makeToken, type TrackingKeys } from "./tracking-token.ts";

export type MessageUrls = {
  /** The pixel's image. */
  open: string;
  /** For `List-Unsubscribe` and the mail's own link: a page on GET, one click on POST (RFC 8058). */
  unsubscribe: string;
  preferences: string;
  /** A link of the campaign, by its position. */
  click: (position: number) => string;
};

/**
 * The addresses that one recipient's mail carries. They name the message and nothing else: no address, no destination.
 *
 * @param appUrl origin without a slash at its end, such as `https://news.example.com`
 * @param messageId decimal id of the message
 */
export function messageUrls(
  appUrl: string,
  messageId: string,
  keys: TrackingKeys = trackingKeys(),
): MessageUrls {
  const own = makeToken({ kind: "unsubscribe", messageId }, keys);
  return {
    open: `${appUrl}/t/o/${makeToken({ kind: "open", messageId }, keys)}.gif`,
    unsubscribe: `${appUrl}/u/${own}`,
    preferences: `${appUrl}/p/${own}`,
    click: (linkPosition) => `${appUrl}/t/c/${makeToken({ kind: "click", messageId, linkPosition }, keys)}`,
  };
}
