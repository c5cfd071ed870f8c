import type { ReplyCategory } from "#lib/replies/reply-category.ts";
import { defaultProviderRule } from "./default-provider-rule.ts";
import { type BackOffRule, type ProviderRule, providerRules } from "./provider-rules.ts";

const byKey = new Map(providerRules.map((rule) => [rule.key, rule]));

const groupPrefix = "mx:";

/** Names all domains whose mail exchanger belongs to a host that no rule knows, such as `mx:host.example`. */
export function groupKey(host: string): string {
  return `${groupPrefix}${host}`;
}

/** The rule of a provider, the default one for a group of domains; undefined for one that has no limits of its own. */
export function providerRule(key: string): ProviderRule | undefined {
  if (!key.startsWith(groupPrefix)) return byKey.get(key);
  return { ...defaultProviderRule, key, name: key.slice(groupPrefix.length), mx: [] };
}

/** It has a rule of its own, and is none of the many groups that keep to the default one. */
export function isKnownProvider(key: string): boolean {
  return byKey.has(key);
}

/** How people call a provider. */
export function providerName(key: string): string {
  return providerRule(key)?.name ?? key;
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
  said: {
    replyCode: number | null;
    enhancedCode: string | null;
    replyText: string | null;
    category: ReplyCategory | null;
  },
): BackOffRule | undefined {
  const line = [said.replyCode, said.enhancedCode, said.replyText].filter((part) => part !== null).join(" ");
  return providerRule(provider)?.backOff.find(
    ({ pattern, category }) => pattern.test(line) && (category ?? said.category) === said.category,
  );
}
