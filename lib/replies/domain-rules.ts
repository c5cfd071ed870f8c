import type { ReplyRule } from "./reply-rule.ts";

/** The recipient's domain is not there, or takes no mail. That somebody could not look it up just now is no proof. */
export const domainRules: readonly ReplyRule[] = [
  {
    pattern:
      /temporary domain failure|lookup fail|(?:host|domain)(?: name)? not found,? (?:but )?try again|malformed or unexpected name server reply|(?:dns|name server|name service|mx)\b(?!.{0,120}(?:nxdomain|not found|does not exist|null mx)).{0,40}(?:fail|error|timeout|time-out|timed out|temporar|unavailable)/i,
    category: "remote_trouble",
    example: "451 4.4.3 Temporary DNS failure while looking up example.org",
  },
  {
    pattern:
      /\bdomain\b(?:(?!\b(?:sender|from|your|policy|spf|header|helo|ehlo)\b)[^;]){0,40}?(?:not (?:found|exist)|does ?n[o']t exist|unknown|no longer (?:available|exists?|valid|active)|no (?:mx\b|mail (?:exchanger|server))|\binvalid|tidak (?:ada|ditemukan|dikenal)|existiert nicht|unbekannt|n'existe pas|inconnu|no existe)|(?:host|domain)(?: name)? (?:unknown|not found)|no (?:such|mx|valid) (?:host|domain|records?)|(?:unknown|invalid|non-?existent) (?:mail )?(?:domain|host)\b(?! ?\[?\d)|null ?mx|nxdomain|no mx for|mx records? points? to non-?existent|bad destination (?:system|host)|unroute?able (?:mail )?domain|dominio (?:non valido|inesistente|inexistente|no v\S{1,2}lido)|\bnon-?existant domain|invalid host ?name|(?:does not|doesn't) (?:accept|receive) (?:any )?e?-?mail(?! from)|^\d{3} 5\.4\.310\b|^556 (?!.*\b(?:ip|helo|sender|check|polic))/i,
    category: "invalid_domain",
    example: "550 5.1.2 Bad destination host: DNS Hard Error looking up example.invalid (MX): NXDOMAIN",
  },
];
