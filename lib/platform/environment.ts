import { existsSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { OperatorError } from "./operator-error.ts";

const wholeNumber = (lowest: number, highest: number) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${lowest} to ${highest}`)
    .transform(Number)
    .refine(
      (value) => value >= lowest && value <= highest,
      `must be a whole number from ${lowest} to ${highest}`,
    );

const url = (protocols: string[], expected: string) =>
  z.string().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), expected);

const secretRule = "must have at least 32 characters; `openssl rand -base64 32` makes a good one";

/** Every variable that Kurir reads, as it stands in the process environment. `.env.example` explains each. */
const schema = z.object({
  NODE_ENV: z
    .enum(["production", "development", "test"], "must be production, development or test")
    .default("production"),
  DATABASE_URL: url(
    ["postgres:", "postgresql:"],
    "must be a PostgreSQL address such as postgresql://user:password@host:5432/kurir",
  ).optional(),
  DATABASE_POOL: wholeNumber(2, 200).default(20),
  REDIS_URL: url(["redis:", "rediss:"], "must be a Redis address such as redis://host:6379").optional(),
  APP_URL: url(["http:", "https:"], "must be the address people open, such as https://mail.example.com")
    .refine(
      (value) => !URL.canParse(value) || /^\/?$/.test(new URL(value).pathname + new URL(value).search),
      "must be an address without a path, such as https://mail.example.com",
    )
    .transform((value) => new URL(value).origin)
    .optional(),
  HOST: z.string().optional(),
  PORT: wholeNumber(1, 65_535).default(3000),
  TRUST_PROXY: wholeNumber(0, 10).default(0),
  APP_SECRET: z.string().min(32, secretRule).optional(),
  APP_SECRETS_PREVIOUS: z
    .string()
    .transform((value) => value.split(",").map((secret) => secret.trim()))
    .refine((secrets) => secrets.every((secret) => secret.length >= 32), `each ${secretRule}`)
    .default([]),
  DATA_DIR: z.string().default("./data"),
  UPLOAD_LIMIT_MB: wholeNumber(1, 10_000).default(500),
  LOG_LEVEL: z
    .enum(
      ["trace", "debug", "info", "warn", "error", "silent"],
      "must be trace, debug, info, warn, error or silent",
    )
    .default("info"),
  SANDBOX_PORT: wholeNumber(0, 65_535).default(3025),
  RELAY_PRIVATE_PORTS: z
    .string()
    .regex(/^(any|\d{1,5}( *, *\d{1,5})*)$/, "must be any, or ports with commas between, such as 25,587")
    .transform((value): "any" | number[] => (value === "any" ? value : value.split(",").map(Number)))
    .default([25, 465, 587, 2525]),
  SMTP_DOT_TIMEOUT_SECONDS: wholeNumber(1, 3_600).default(600),
  SANDBOX_ANSWERS: z.enum(["accept", "realistic"], "must be accept or realistic").default("accept"),
});

/** The names of those variables. */
export const variableNames: readonly string[] = Object.keys(schema.shape);

export type EnvironmentProblem = { variable: string; value: string; problem: string };

/** The variables as the program uses them, before `npm start` has filled in what it provides itself. */
export type Settings = Readonly<ReturnType<typeof shape>>;

/** The variables in a running process, where the database and the secret are there. */
export type Environment = Readonly<
  Omit<Settings, "databaseUrl" | "appSecret"> & { databaseUrl: string; appSecret: string }
>;

/**
 * Parses the variables into what the program uses: absolute folder, an `appUrl` without a slash at its end,
 * empty variables as if they were not set.
 *
 * @returns the settings, or every problem at once
 */
export function parseEnvironment(
  variables: Record<string, string | undefined>,
): { ok: true; settings: Settings } | { ok: false; problems: EnvironmentProblem[] } {
  const given = Object.fromEntries(
    Object.entries(variables)
      .map(([name, value]) => [name, value?.trim()])
      .filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = schema.safeParse(given);
  if (parsed.success) return { ok: true, settings: Object.freeze(shape(parsed.data)) };
  const problems = new Map<string, EnvironmentProblem>();
  for (const issue of parsed.error.issues) {
    const variable = String(issue.path[0]);
    if (problems.has(variable)) continue;
    problems.set(variable, { variable, value: showValue(variable, given[variable]), problem: issue.message });
  }
  return { ok: false, problems: [...problems.values()] };
}

/** The problems as the list that a person reads when the start is refused. */
export function describeProblems(problems: EnvironmentProblem[]): string {
  const lines = problems.map(
    ({ variable, value, problem }) => `  ${variable} ${problem}.\n    It is now: ${value}`,
  );
  const count = problems.length === 1 ? "One variable is" : `${problems.length} variables are`;
  return `${count} not right. Correct the environment or the .env file, then start again.\n\n${lines.join("\n")}`;
}

let parsedOnce: Environment | undefined;

/**
 * The environment of this process, parsed at the first call. `databaseUrl` and `appSecret` are set by
 * `npm start` for its processes; reading one where it is not set throws.
 *
 * @throws OperatorError with every wrong variable
 */
export function environment(): Environment {
  parsedOnce ??= withNeeded(readSettings());
  return parsedOnce;
}

/**
 * Parses the process environment. A `.env` file in the working directory fills in what is not set, except in
 * tests, which must not depend on somebody's settings.
 *
 * @throws OperatorError with every wrong variable
 */
export function readSettings(): Settings {
  if (process.env.NODE_ENV !== "test" && existsSync(".env")) process.loadEnvFile(".env");
  const result = parseEnvironment(process.env);
  if (!result.ok) throw new OperatorError(describeProblems(result.problems));
  return result.settings;
}

function withNeeded({ databaseUrl, appSecret, ...rest }: Settings): Environment {
  return Object.freeze({
    ...rest,
    get databaseUrl() {
      return needed("DATABASE_URL", databaseUrl);
    },
    get appSecret() {
      return needed("APP_SECRET", appSecret);
    },
  });
}

function needed(variable: string, value: string | undefined): string {
  if (value !== undefined) return value;
  throw new OperatorError(
    `${variable} is not set. \`npm start\` sets it for its processes; a process started alone needs it in its environment.`,
  );
}

function shape(values: z.output<typeof schema>) {
  return {
    nodeEnv: values.NODE_ENV,
    databaseUrl: values.DATABASE_URL,
    /** Connections that one process may open. */
    databasePool: values.DATABASE_POOL,
    redisUrl: values.REDIS_URL,
    /** Where people and mail programs reach this installation, without a slash at its end. */
    appUrl: values.APP_URL ?? `http://localhost:${values.PORT}`,
    host: values.HOST,
    port: values.PORT,
    /** How many proxies in front of us add to X-Forwarded-For; 0 means that header is not believed. */
    trustedProxies: values.TRUST_PROXY,
    appSecret: values.APP_SECRET,
    previousAppSecrets: values.APP_SECRETS_PREVIOUS,
    dataDirectory: path.resolve(values.DATA_DIR),
    /** The largest file that may be uploaded; it is streamed to the data folder, so this bounds disk, not memory. */
    uploadLimitMegabytes: values.UPLOAD_LIMIT_MB,
    logLevel: values.LOG_LEVEL,
    /** 0: any free one. */
    sandboxPort: values.SANDBOX_PORT,
    sandboxAnswers: values.SANDBOX_ANSWERS,
    /** Ports on which sending servers on this machine or in a private network may be reached. */
    relayPrivatePorts: values.RELAY_PRIVATE_PORTS,
    /** How long a server may take to answer the final dot. */
    smtpDotTimeoutSeconds: values.SMTP_DOT_TIMEOUT_SECONDS,
  };
}

/** A secret or an address with a password must not end up on a screen or in a log. */
function showValue(variable: string, value: string | undefined): string {
  if (value === undefined) return "not set";
  if (/SECRET/.test(variable)) return `${value.length} characters, not shown`;
  return value.replace(/\/\/[^/@]*@/, "//***@");
}
