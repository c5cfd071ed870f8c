type Tag = { attrs: Record<string, readonly string[] | null> };

const ALIGN = ["left", "center", "right"] as const;
const BOX = { padding: null, "css-class": null, "mj-class": null };
const TYPE = {
  color: null,
  "font-family": null,
  "font-size": null,
  "font-weight": null,
  "line-height": null,
  "letter-spacing": null,
  align: ALIGN,
};
const BACK = { "background-color": null, "background-url": null, "border-radius": null, border: null };

/** MJML's elements with the attributes most used, for completion; every other attribute may be typed. */
export const MJML_TAGS: Record<string, Tag> = {
  mjml: { attrs: { lang: null } },
  "mj-head": { attrs: {} },
  "mj-body": { attrs: { width: null, "background-color": null, "css-class": null } },
  "mj-title": { attrs: {} },
  "mj-preview": { attrs: {} },
  "mj-attributes": { attrs: {} },
  "mj-all": { attrs: { "font-family": null } },
  "mj-class": { attrs: { name: null } },
  "mj-style": { attrs: { inline: ["inline"] } },
  "mj-font": { attrs: { name: null, href: null } },
  "mj-breakpoint": { attrs: { width: null } },
  "mj-raw": { attrs: {} },
  "mj-wrapper": { attrs: { ...BOX, ...BACK } },
  "mj-section": { attrs: { ...BOX, ...BACK, "full-width": ["full-width"], direction: ["ltr", "rtl"] } },
  "mj-group": { attrs: { width: null } },
  "mj-column": { attrs: { ...BOX, ...BACK, width: null, "vertical-align": ["top", "middle", "bottom"] } },
  "mj-text": { attrs: { ...BOX, ...TYPE } },
  "mj-button": {
    attrs: {
      href: null,
      ...BOX,
      ...TYPE,
      "background-color": null,
      "border-radius": null,
      "inner-padding": null,
    },
  },
  "mj-image": {
    attrs: { src: null, alt: null, href: null, width: null, ...BOX, align: ALIGN, "border-radius": null },
  },
  "mj-divider": { attrs: { ...BOX, "border-color": null, "border-width": null, width: null } },
  "mj-spacer": { attrs: { height: null } },
  "mj-table": { attrs: { ...BOX, ...TYPE, width: null } },
  "mj-hero": {
    attrs: { ...BOX, mode: ["fluid-height", "fixed-height"], height: null, "background-url": null },
  },
  "mj-social": { attrs: { ...BOX, mode: ["horizontal", "vertical"], "icon-size": null, align: ALIGN } },
  "mj-social-element": { attrs: { name: null, href: null, src: null, alt: null } },
  "mj-navbar": { attrs: { hamburger: ["hamburger"], "base-url": null } },
  "mj-navbar-link": { attrs: { href: null, color: null } },
  "mj-accordion": { attrs: { ...BOX } },
  "mj-accordion-element": { attrs: {} },
  "mj-accordion-title": { attrs: { ...BOX, "font-size": null, color: null } },
  "mj-accordion-text": { attrs: { ...BOX, "font-size": null, color: null } },
  "mj-carousel": { attrs: { ...BOX, thumbnails: ["visible", "hidden"] } },
  "mj-carousel-image": { attrs: { src: null, alt: null, href: null } },
};

/** Liquid's filters that a mail needs; the server knows them all. */
export const LIQUID_FILTERS: Record<string, string> = {
  default: 'default: "…"',
  capitalize: "capitalize",
  upcase: "upcase",
  downcase: "downcase",
  date: 'date: "%d-%m-%Y"',
  truncate: "truncate: 40",
  round: "round",
  plus: "plus: 1",
  minus: "minus: 1",
  times: "times: 2",
  replace: 'replace: "…", "…"',
  newline_to_br: "newline_to_br",
  strip: "strip",
};
