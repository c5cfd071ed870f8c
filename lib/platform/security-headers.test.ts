import { expect, test } from "vitest";
import { contentSecurityPolicy, securityHeaders } from "./security-headers.ts";

const served = { nonce: "abc", isDevelopment: false, isHttps: true };

test("scripts run by nonce only: no inline, no eval, no other origin", () => {
  const policy = contentSecurityPolicy(served);
  expect(policy).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic';");
  expect(policy).not.toContain("unsafe-eval");
});

test("nobody may frame a page", () => {
  expect(contentSecurityPolicy(served)).toContain("frame-ancestors 'none'");
});

test("only an installation reached by https asks browsers to stay there", () => {
  expect(contentSecurityPolicy(served)).toContain("upgrade-insecure-requests");
  expect(contentSecurityPolicy({ ...served, isHttps: false })).not.toContain("upgrade-insecure-requests");
  expect(securityHeaders({ isHttps: true })).toHaveProperty("Strict-Transport-Security");
  expect(securityHeaders({ isHttps: false })).not.toHaveProperty("Strict-Transport-Security");
});
