/**
 * Who asked, as far as one word can say it; the whole User-Agent is never kept. First match wins. Above each pattern: what
 * it was seen as.
 */
const families: { family: string; pattern: RegExp }[] = [
  // Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)
  { family: "Gmail image proxy", pattern: /GoogleImageProxy/ },
  // YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html
  { family: "Yahoo image proxy", pattern: /YahooMailProxy/i },
  // Mozilla/5.0
  { family: "Apple Mail privacy", pattern: /^Mozilla\/5\.0$/ },
  // Mozilla/4.0 (compatible; ms-office; MSOffice 16)
  { family: "Outlook", pattern: /ms-?office|Microsoft Outlook/i },
  // Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Thunderbird/128.2.0
  { family: "Thunderbird", pattern: /Thunderbird\// },
  // Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0
  { family: "Edge", pattern: /Edg(?:e|A|iOS)?\// },
  // Mozilla/5.0 (Linux; Android 14; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36
  { family: "Samsung Internet", pattern: /SamsungBrowser\// },
  // Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 OPR/116.0.0.0
  { family: "Opera", pattern: /OPR\// },
  // Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0
  { family: "Firefox", pattern: /Firefox\/|FxiOS\// },
  // Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36
  { family: "Chrome", pattern: /Chrome\/|CriOS\// },
  // Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1
  { family: "Safari", pattern: /Version\/[\d.]+ (?:Mobile\/\w+ )?Safari\// },
  // Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148
  { family: "Apple Mail", pattern: /AppleWebKit\/[\d.]+ \(KHTML, like Gecko\)(?: Mobile\/\w+)?$/ },
];

/**
 * Programs that fetch for themselves: previews of messengers, mail gateways, crawlers, HTTP libraries. Tried after the image
 * proxies, which such lists usually hold as well and behind which people sit.
 */
const programs =
  // Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots) · Mozilla/5.0 (compatible; Googlebot/2.1; ...) · SkypeUriPreview
  // WhatsApp/2.23 · TelegramBot (like TwitterBot) · BarracudaCentral · Mimecast · curl/8.5.0 · python-requests/2.32 · Go-http-client/2.0
  /bot\b|bot[/ -]|crawl|spider|slurp|preview|scanner|headless|phantomjs|facebookexternalhit|whatsapp|telegram|barracuda|mimecast|proofpoint|ironport|fortinet|trendmicro|safelinks|symantec|virustotal|checkpoint|curl\/|wget\/|python|go-http|java\/|okhttp|axios|node-fetch|undici|libwww|httpclient|ruby|php\/|scrapy/i;

/** The family's name, "program" for what fetches by itself, "none" without a User-Agent, "other" for the rest. */
export function userAgentFamily(userAgent: string): string {
  const text = userAgent.trim();
  if (text === "") return "none";
  const proxied = families.slice(0, 3).find(({ pattern }) => pattern.test(text));
  if (proxied) return proxied.family;
  if (programs.test(text)) return "program";
  return families.find(({ pattern }) => pattern.test(text))?.family ?? "other";
}
