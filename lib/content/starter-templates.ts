import { STARTER_COPY, type StarterCopy } from "./starter-copy.ts";

export const STARTERS = ["newsletter", "announcement", "offer", "letter"] as const;
export type Starter = (typeof STARTERS)[number];
export type StarterLocale = keyof typeof STARTER_COPY;

/**
 * The MJML of a starter template in a language of the dashboard. Without pictures from other hosts, readable in dark mode and
 * on a telephone, with merge fields that every contact has and a footer to unsubscribe.
 */
export function starterMjml(starter: Starter, locale: StarterLocale): string {
  const copy = STARTER_COPY[locale];
  const layout = LAYOUTS[starter](copy);
  return `<mjml lang="${locale}">
  <mj-head>
    <mj-title>${copy.company}</mj-title>
    <mj-preview>${copy[starter].preview}</mj-preview>
    <mj-attributes>
      <mj-all font-family="'Helvetica Neue', Helvetica, Arial, sans-serif" />
      <mj-text font-size="16px" line-height="1.6" color="#1f2430" padding="0 32px 16px" />
      <mj-button font-size="16px" font-weight="600" background-color="#4338ca" color="#ffffff" border-radius="8px" inner-padding="14px 24px" padding="8px 32px 24px" align="left" css-class="button" />
      <mj-section background-color="#ffffff" padding="0" css-class="card" />
      <mj-class name="title" font-size="28px" line-height="1.25" font-weight="700" color="#11141c" />
      <mj-class name="heading" font-size="18px" line-height="1.4" font-weight="600" color="#11141c" padding="0 32px 4px" />
      <mj-class name="small" font-size="13px" line-height="1.6" color="#5b6270" />
    </mj-attributes>
    <mj-style>
      :root { color-scheme: light dark; supported-color-schemes: light dark; }
      a { color: #4338ca; }
      .button a { color: #ffffff; }
      @media (prefers-color-scheme: dark) {
        body, .page, .page > div { background-color: #14161c !important; }
        .card, .card > table { background-color: #1e2129 !important; }
        .tint, .tint > table, .tint td { background-color: #282c47 !important; }
        .ink div, .ink h1 { color: #f2f4f8 !important; }
        .quiet div { color: #a9b0be !important; }
        .accent div, a { color: #a5b4fc !important; }
        .button a { color: #ffffff !important; }
      }
    </mj-style>
  </mj-head>
  <mj-body background-color="#f3f4f6" css-class="page">
    <mj-section background-color="transparent" css-class="page" padding="12px 0"></mj-section>
${layout}
${footer(copy)}
  </mj-body>
</mjml>
`;
}

const LAYOUTS: Record<Starter, (copy: StarterCopy) => string> = {
  newsletter: ({
    company,
    greeting,
    newsletter,
  }) => `    <mj-section padding="32px 0 0" border-radius="12px 12px 0 0">
      <mj-column>
        <mj-text font-weight="600" color="#4338ca" padding-bottom="4px" css-class="accent">${company}</mj-text>
        <mj-text mj-class="small" css-class="quiet">${newsletter.issue}</mj-text>
        <mj-text mj-class="title" css-class="ink">${newsletter.title}</mj-text>
        <mj-text css-class="ink">${greeting}</mj-text>
        <mj-text css-class="ink">${newsletter.lead}</mj-text>
      </mj-column>
    </mj-section>
${newsletter.stories
  .map(
    ({ title, body, link }, index) => `    <mj-section>
      <mj-column>
        <mj-divider border-width="1px" border-color="#d9dce3" padding="8px 32px 20px" />
        <mj-text mj-class="heading" css-class="ink">${title}</mj-text>
        <mj-text css-class="ink">${body}<br /><a href="https://example.com/story-${index + 1}">${link}</a></mj-text>
      </mj-column>
    </mj-section>`,
  )
  .join("\n")}
    <mj-section padding="8px 0 16px" border-radius="0 0 12px 12px">
      <mj-column>
        <mj-button href="https://example.com/">${newsletter.button}</mj-button>
        <mj-text css-class="ink">${newsletter.closing}</mj-text>
      </mj-column>
    </mj-section>`,

  announcement: ({
    company,
    greeting,
    announcement,
  }) => `    <mj-section background-color="#eef0ff" padding="40px 0 24px" border-radius="12px 12px 0 0" css-class="tint">
      <mj-column>
        <mj-text mj-class="small" font-weight="600" color="#4338ca" padding-bottom="8px" css-class="accent">${company} · ${announcement.label}</mj-text>
        <mj-text mj-class="title" padding-bottom="8px" css-class="ink">${announcement.title}</mj-text>
      </mj-column>
    </mj-section>
    <mj-section padding="28px 0 0">
      <mj-column>
        <mj-text css-class="ink">${greeting}</mj-text>
        <mj-text css-class="ink">${announcement.lead}</mj-text>
      </mj-column>
    </mj-section>
    <mj-section padding="8px 16px 0">
${announcement.points
  .map(
    ({ title, body }) => `      <mj-column>
        <mj-text mj-class="heading" padding="0 16px 4px" css-class="ink">${title}</mj-text>
        <mj-text font-size="15px" padding="0 16px 20px" css-class="ink">${body}</mj-text>
      </mj-column>`,
  )
  .join("\n")}
    </mj-section>
    <mj-section padding="8px 0 16px" border-radius="0 0 12px 12px">
      <mj-column>
        <mj-button href="https://example.com/">${announcement.button}</mj-button>
        <mj-text css-class="ink">${announcement.closing}</mj-text>
      </mj-column>
    </mj-section>`,

  offer: ({
    company,
    greeting,
    offer,
  }) => `    <mj-section padding="40px 0 8px" border-radius="12px 12px 0 0">
      <mj-column>
        <mj-text align="center" font-weight="600" color="#4338ca" css-class="accent">${company}</mj-text>
        <mj-text align="center" mj-class="small" padding-bottom="8px" css-class="quiet">${offer.label}</mj-text>
        <mj-text align="center" mj-class="title" font-size="34px" css-class="ink">${offer.title}</mj-text>
        <mj-text align="center" css-class="ink">${greeting}</mj-text>
        <mj-text align="center" css-class="ink">${offer.lead}</mj-text>
      </mj-column>
    </mj-section>
    <mj-section padding="0 32px">
      <mj-column background-color="#eef0ff" border-radius="8px" padding="20px 0 4px" css-class="tint">
        <mj-text align="center" mj-class="small" padding-bottom="4px" css-class="quiet">${offer.codeLabel}</mj-text>
        <mj-text align="center" font-size="24px" font-weight="700" letter-spacing="2px" css-class="ink">${offer.code}</mj-text>
      </mj-column>
    </mj-section>
    <mj-section padding="24px 0 8px" border-radius="0 0 12px 12px">
      <mj-column>
        <mj-button align="center" href="https://example.com/offer?code=${offer.code}">${offer.button}</mj-button>
        <mj-text align="center" mj-class="small" css-class="quiet">${offer.terms}</mj-text>
      </mj-column>
    </mj-section>`,

  letter: ({ greeting, letter }) => `    <mj-section padding="32px 0 16px" border-radius="12px">
      <mj-column>
        <mj-text css-class="ink">${greeting}</mj-text>
${letter.paragraphs.map((text) => `        <mj-text css-class="ink">${text}</mj-text>`).join("\n")}
        <mj-text css-class="ink">${letter.regards}<br />${letter.name}</mj-text>
        <mj-text mj-class="small" css-class="quiet">${letter.role}</mj-text>
      </mj-column>
    </mj-section>`,
};

function footer({ footer: words }: StarterCopy): string {
  return `    <mj-section background-color="transparent" padding="24px 0 40px" css-class="page">
      <mj-column>
        <mj-text align="center" mj-class="small" padding-bottom="8px" css-class="quiet">${words.why}<br />${words.address}</mj-text>
        <mj-text align="center" mj-class="small" css-class="quiet">
          <a href="{{ preferences_url }}">${words.preferences}</a> · <a href="{{ unsubscribe_url }}">${words.unsubscribe}</a>
        </mj-text>
      </mj-column>
    </mj-section>`;
}
