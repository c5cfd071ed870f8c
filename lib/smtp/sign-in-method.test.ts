import { expect, test } from "vitest";
import { chooseMechanism, offeredMechanisms, type SignInMethod } from "./sign-in-method.ts";

test.each([
  ["automatic", "PLAIN LOGIN CRAM-MD5 XOAUTH2", true, "PLAIN"],
  ["automatic", "LOGIN CRAM-MD5", true, "LOGIN"],
  // In the clear the password itself stays here, where that is possible.
  ["automatic", "PLAIN LOGIN CRAM-MD5", false, "CRAM-MD5"],
  ["automatic", "PLAIN LOGIN", false, "PLAIN"],
  // A password is no use for a token.
  ["automatic", "XOAUTH2 OAUTHBEARER", true, undefined],
  ["automatic", "", true, "PLAIN"],
  ["cram_md5", "PLAIN LOGIN", true, undefined],
  ["xoauth2", "PLAIN XOAUTH2", true, "XOAUTH2"],
  ["login", "", true, "LOGIN"],
] as [SignInMethod, string, boolean, string | undefined][])(
  "%s with %j offered, encrypted %s, signs in by %s",
  (method, offered, encrypted, mechanism) => {
    expect(chooseMechanism(method, offered.split(" ").filter(Boolean), encrypted)).toBe(mechanism);
  },
);

test.each([
  ["250-relay.test\r\n250-AUTH PLAIN LOGIN\r\n250 SIZE 1", ["PLAIN", "LOGIN"]],
  ["250-relay.test\n250-auth=login plain\n250-AUTH LOGIN cram-md5\n250 HELP", ["LOGIN", "PLAIN", "CRAM-MD5"]],
  ["250-relay.test\r\n250 AUTH", []],
  ["250-relay.test\r\n250 XAUTH PLAIN", []],
])("what %j offers after AUTH is read", (ehlo, offered) => {
  expect(offeredMechanisms(ehlo)).toEqual(offered);
});
