export type PolicyContext = {
  /** Unguessable, new for every response. */
  nonce: string;
  /** The development server: evaluates code and reloads over a web socket. */
  isDevelopment: boolean;
  /** Whether people reach the installation by https. */
  isHttps: boolean;
};

/**
 * The Content-Security-Policy of our pages. Scripts run only with the nonce, or when such a script loads them.
 * Styles may be inline: component libraries and charts set `style` attributes, which no nonce can allow.
 * Images may come from anywhere: the template preview is a `srcdoc` frame, which inherits this policy, and mails
 * show remote images.
 */
export function contentSecurityPolicy({ nonce, isDevelopment, isHttps }: PolicyContext): string {
  const directives = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob: https: http:",
    "font-src 'self' data:",
    `connect-src 'self'${isDevelopment ? " ws: wss:" : ""}`,
    "frame-src 'self' blob:",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ];
  if (isHttps) directives.push("upgrade-insecure-requests");
  return directives.join("; ");
}

/** What every response carries, machine endpoints included. */
export function securityHeaders({ isHttps }: { isHttps: boolean }): Record<string, string> {
  return {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    ...(isHttps ? { "Strict-Transport-Security": "max-age=31536000" } : {}),
  };
}
