import { expect, test } from "vitest";
import { consumerDomains } from "./consumer-domains.ts";
import { backOffRule, providerOfExchangers, providerRule } from "./provider.ts";
import { providerRules } from "./provider-rules.ts";

test("every domain that one provider hosts belongs to it, by its mail exchangers", () => {
  expect(providerOfExchangers(["aspmx.l.google.com", "alt1.aspmx.l.google.com"])).toBe("google");
  expect(providerOfExchangers(["ASPMX2.GOOGLEMAIL.COM."])).toBe("google");
  expect(providerOfExchangers(["hotmail-com.olc.protection.outlook.com"])).toBe("outlook");
  expect(providerOfExchangers(["shop-example.mail.protection.outlook.com"])).toBe("microsoft365");
  expect(providerOfExchangers(["mta5.am0.yahoodns.net"])).toBe("yahoo");
  expect(providerOfExchangers(["mx.shop.example"])).toBeNull();
  expect(providerOfExchangers(["mx.notgoogle.com"]), "another's name that ends alike").toBeNull();
  expect(providerOfExchangers([])).toBeNull();
});

test("each rule is found by the reply beside it", () => {
  for (const { key, backOff } of providerRules) {
    for (const rule of backOff) {
      const [, code = "", enhanced = "", text = ""] =
        /^(\d{3}) (\d\.\d+\.\d+) (.*)$/.exec(rule.example) ?? [];
      const said = { replyCode: Number(code), enhancedCode: enhanced, replyText: text };
      expect(backOffRule(key, said), rule.example).toBe(rule);
    }
  }
});

test("every provider of the known domains has a rule, and no domain two providers", () => {
  const domains = Object.values(consumerDomains).flat();
  expect(new Set(domains).size).toBe(domains.length);
  for (const key of Object.keys(consumerDomains)) expect(providerRule(key)).toBeDefined();
  expect(new Set(providerRules.map(({ key }) => key)).size).toBe(providerRules.length);
  for (const { backOff } of providerRules)
    expect(new Set(backOff.map(({ key }) => key)).size).toBe(backOff.length);
});
