type MailFrameProps = { html: string; title: string; showImages: boolean };

/**
 * A stranger's HTML in a frame that runs no script, has no origin and loads nothing but, if wanted, images: looking at
 * a caught mail must not count as an open of the campaign. Its links open in a new tab.
 */
export const MailFrame = ({ html, title, showImages }: MailFrameProps) => (
  <iframe
    title={title}
    sandbox="allow-popups allow-popups-to-escape-sandbox"
    referrerPolicy="no-referrer"
    srcDoc={`${policy(showImages)}<base target="_blank">${html}`}
    className="h-[70vh] w-full rounded-lg border border-border bg-white"
  />
);

const policy = (showImages: boolean) =>
  `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:${showImages ? " https: http:" : ""}">`;
