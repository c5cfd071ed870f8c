import { expect, test } from "vitest";
import { classifyReply } from "#lib/replies/classify-reply.ts";
import { consumerDomains } from "./consumer-domains.ts";
import { defaultProviderRule } from "./default-provider-rule.ts";
import { backOffRule, groupKey, providerOfExchangers, providerRule } from "./provider.ts";
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

/** A line as it is kept with an answer. */
function read(line: string) {
  const [, code = "", enhanced, text = ""] = /^(\d{3}) (?:(\d\.\d+\.\d+) )?(.*)$/.exec(line) ?? [];
  const replyCode = Number(code);
  const { category } = classifyReply({ replyCode, enhancedCode: enhanced, replyText: text });
  return { replyCode, enhancedCode: enhanced ?? null, replyText: text, category };
}

test("each rule is found by the reply beside it", () => {
  const group = { key: groupKey("host.example"), backOff: defaultProviderRule.backOff };
  for (const { key, backOff } of [...providerRules, group])
    for (const rule of backOff) expect(backOffRule(key, read(rule.example)), rule.example).toBe(rule);
});

test("a group slows down at words about the rate, and at nothing that is about one recipient or one connection", () => {
  const slowsDown = (line: string) => backOffRule(groupKey("host.example"), read(line)) !== undefined;
  const aboutTheRate = [
    "421 4.7.0 Too many messages from 192.0.2.10, slow down",
    "421 Too many connections from your IP address",
    "421 4.7.0 Connection rate limit exceeded",
    "451 4.7.1 Sending rate limit exceeded for 192.0.2.10",
    "450 4.7.1 Message rate limit exceeded for 192.0.2.10",
    "421 4.7.28 sorry",
    "421 terlalu banyak email dari server Anda",
  ];
  for (const line of aboutTheRate) expect(slowsDown(line), line).toBe(true);
  const aboutSomethingElse = [
    "421 4.7.0 Greylisted, please try again in 300 seconds",
    "421 Try again later",
    "421 closing transmission channel",
    "421 4.7.0 too many errors",
    "451 4.7.1 Please try again in 5 minutes",
    "421 4.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages",
    "452 4.5.3 Too many recipients",
    "550 5.7.1 Message rate exceeded",
    "452 4.2.2 Mailbox over its quota limit",
  ];
  for (const line of aboutSomethingElse) expect(slowsDown(line), line).toBe(false);
});

test("every provider of the known domains has a rule, and no domain two providers", () => {
  const domains = Object.values(consumerDomains).flat();
  expect(new Set(domains).size).toBe(domains.length);
  for (const key of Object.keys(consumerDomains)) expect(providerRule(key)).toBeDefined();
  expect(new Set(providerRules.map(({ key }) => key)).size).toBe(providerRules.length);
  for (const { backOff } of providerRules)
    expect(new Set(backOff.map(({ key }) => key)).size).toBe(backOff.length);
});
