/** Gmail cuts a mail off behind this many bytes of HTML and hides the rest, with the unsubscribe link, behind a link. */
export const GMAIL_CLIP_BYTES = 102_400;

/** The largest MJML source accepted: MJML takes about 3 ms for each KB, and what it makes is about five times as large. */
export const MJML_SOURCE_BYTES = 262_144;

/** The largest compiled HTML accepted. */
export const HTML_BYTES = 2_097_152;

/** The largest plain-text part accepted. */
export const TEXT_BYTES = 262_144;
