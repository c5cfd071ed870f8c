import { trackingKeys } from "./tracking-keys.ts";
import { makeTokens, type TrackingKeys } from "./tracking-token.ts";

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
  const tokens = makeTokens(messageId, keys);
  return {
    open: `${appUrl}/t/o/${tokens.open}.gif`,
    unsubscribe: `${appUrl}/u/${tokens.unsubscribe}`,
    preferences: `${appUrl}/p/${tokens.unsubscribe}`,
    click: (linkPosition) => `${appUrl}/t/c/${tokens.click(linkPosition)}`,
  };
}
