/** How a session is protected, in the order in which a form offers it. Apart from sending-server.ts, because browsers read it too. */
export const serverSecurities = ["starttls_required", "tls", "starttls_opportunistic", "none"] as const;

export type ServerSecurity = (typeof serverSecurities)[number];
