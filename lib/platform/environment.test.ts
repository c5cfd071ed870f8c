import path from "node:path";
import { describe, expect, test } from "vitest";
import { describeProblems, parseEnvironment, type Settings } from "./environment.ts";

function settingsOf(variables: Record<string, string>): Settings {
  const parsed = parseEnvironment(variables);
  if (!parsed.ok) throw new Error(describeProblems(parsed.problems));
  return parsed.settings;
}

function problemsOf(variables: Record<string, string>): Record<string, string> {
  const parsed = parseEnvironment(variables);
  return parsed.ok
    ? {}
    : Object.fromEntries(parsed.problems.map(({ variable, problem }) => [variable, problem]));
}

describe("the environment", () => {
  test("needs no variable at all", () => {
    expect(settingsOf({})).toMatchObject({
      nodeEnv: "production",
      port: 3000,
      appUrl: "http://localhost:3000",
      databaseUrl: undefined,
      appSecret: undefined,
      trustedProxies: 0,
      dataDirectory: path.resolve("data"),
      sandboxAnswers: "accept",
      // RFC 5321 section 4.5.3.2.6: ten minutes.
      smtpDotTimeoutSeconds: 600,
    });
  });

  test("takes an empty variable for one that is not set", () => {
    expect(settingsOf({ DATABASE_URL: "", PORT: " ", APP_SECRET: "" })).toMatchObject({
      databaseUrl: undefined,
      port: 3000,
      appSecret: undefined,
    });
  });

  test("follows the port in the address people open, unless one is given", () => {
    expect(settingsOf({ PORT: "8080" }).appUrl).toBe("http://localhost:8080");
    expect(settingsOf({ PORT: "8080", APP_URL: "https://mail.example.com/" }).appUrl).toBe(
      "https://mail.example.com",
    );
  });

  test("tells every wrong variable at once", () => {
    const problems = problemsOf({
      DATABASE_URL: "mysql://localhost/kurir",
      REDIS_URL: "localhost:6379",
      APP_URL: "mail.example.com",
      PORT: "70000",
      APP_SECRET: "short",
      LOG_LEVEL: "loud",
      SANDBOX_ANSWERS: "maybe",
      TRUST_PROXY: "yes",
      NODE_ENV: "staging",
    });
    expect(Object.keys(problems).sort()).toEqual([
      "APP_SECRET",
      "APP_URL",
      "DATABASE_URL",
      "LOG_LEVEL",
      "NODE_ENV",
      "PORT",
      "REDIS_URL",
      "SANDBOX_ANSWERS",
      "TRUST_PROXY",
    ]);
  });

  test.each([
    ["PORT", "0"],
    ["PORT", "3000.5"],
    ["PORT", "-1"],
    ["APP_URL", "https://mail.example.com/kurir"],
    ["APP_URL", "https://mail.example.com/?a=b"],
    ["APP_URL", "ftp://mail.example.com"],
    ["APP_SECRETS_PREVIOUS", "a previous secret, 32 characters long,short"],
    ["DATABASE_POOL", "1"],
  ])("refuses %s=%s", (variable, value) => {
    expect(Object.keys(problemsOf({ [variable]: value }))).toEqual([variable]);
  });

  test("names variable, fault and value to the person, but no secret and no password", () => {
    const parsed = parseEnvironment({
      APP_SECRET: "hunter2",
      DATABASE_URL: "mysql://sari:hunter2@db/kurir",
      PORT: "x",
    });
    const text = parsed.ok ? "" : describeProblems(parsed.problems);
    expect(text).toContain("PORT must be a whole number from 1 to 65535.");
    expect(text).toContain("It is now: x");
    expect(text).toContain("mysql://***@db/kurir");
    expect(text).not.toContain("hunter2");
  });

  test("cannot be changed by who reads it", () => {
    expect(Object.isFrozen(settingsOf({}))).toBe(true);
  });
});
