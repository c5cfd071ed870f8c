import { type BackOffRule, type ProviderRule, providerRules } from "./provider-rules.ts";

const byKey = new Map(providerRules.map((rule) => [rule.key, rule]));

/** The rule of a provider; undefined for one that has no limits of its own. */
export function providerRule(key: string): ProviderRule | undefined {
  return byKey.get(key);
}

/** The provider that these mail exchangers belong to, the preferred one first; null for one that is not known. */
export function providerOfExchangers(exchangers: readonly string[]): string | null {
  for (const exchanger of exchangers) {
    const host = `.${exchanger.toLowerCase().replace(/\.$/, "")}`;
    const rule = providerRules.find(({ mx }) => mx.some((end) => host.endsWith(end)));
    if (rule) return rule.key;
  }
  return null;
}

/** The provider's rule that its words call for. */
export function backOffRule(
  provider: string,
  said: { replyCode: number | null; enhancedCode: string | null; replyText: string | null },
): BackOffRule | undefined {
  const line = [said.replyCode, said.enhancedCode, said.replyText].filter((part) => part !== null).join(" ");
  return byKey.get(provider)?.backOff.find(({ pattern }) => pattern.test(line));
}
