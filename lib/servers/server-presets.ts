import type { ServerSecurity } from "#lib/smtp/server-security.ts";
import type { SignInMethod } from "#lib/smtp/sign-in-method.ts";

/** Limits that a provider publishes, or that are wise where it says nothing. Null: none. */
type PresetLimits = {
  maxConnections: number;
  messagesPerConnection: number | null;
  messagesPerSecond: number | null;
  hourlyCap: number | null;
  dailyCap: number | null;
  /** Whether each mailbox provider is paced by itself. Not through a service, which does that with its own addresses. */
  paceProviders: boolean;
};

/** What is known about a provider's SMTP servers. Hints in words stand in messages/ under `senders.preset.<key>`. */
export type ServerPreset = {
  key: string;
  kind: "service" | "mailbox";
  /** A proper name, the same in every language; null: it is called by a word, `senders.preset.<key>.name`. */
  name: string | null;
  /** The first is suggested. Without any, the person has to know it. */
  hosts: readonly { host: string; place: string | null }[];
  port: number;
  security: ServerSecurity;
  signInMethod: SignInMethod;
  /** Where access tokens come from, for who signs in with XOAUTH2. */
  tokenUrl: string | null;
  /** Where it is the same for everybody. */
  username: string | null;
  /** Whether signing here makes sense: services sign themselves, and some write signed header fields anew. */
  dkimSigning: boolean;
  limits: PresetLimits;
};

const service: PresetLimits = {
  maxConnections: 10,
  messagesPerConnection: null,
  messagesPerSecond: null,
  hourlyCap: null,
  dailyCap: null,
  paceProviders: false,
};
const mailbox: PresetLimits = { ...service, maxConnections: 2 };
const submission = { port: 587, security: "starttls_required" } as const;
const usual = { signInMethod: "automatic", tokenUrl: null, username: null, dkimSigning: false } as const;

const google = {
  ...usual,
  ...submission,
  kind: "mailbox",
  hosts: [{ host: "smtp.gmail.com", place: null }],
  tokenUrl: "https://oauth2.googleapis.com/token",
} as const;

const sesRegions = [
  "us-east-1",
  "us-east-2",
  "us-west-1",
  "us-west-2",
  "ap-southeast-1",
  "ap-southeast-2",
  "ap-southeast-3",
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-northeast-3",
  "ap-south-1",
  "ca-central-1",
  "eu-central-1",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "eu-north-1",
  "eu-south-1",
  "af-south-1",
  "me-south-1",
  "il-central-1",
  "sa-east-1",
];

/** In the order in which they are offered. Each says where its figures are from; read in November 2026. */
export const serverPresets = [
  {
    // docs.aws.amazon.com/ses/latest/dg/smtp-connect.html. Rate and quota are the account's own; 14 a second and 50,000 a day are
    // what one begins with after the test phase (1 a second, 200 a day; apis.io/rate-limits/amazon-ses, acellemail.com). The day
    // rolls, as ours does (manage-sending-quotas.html), and what is beyond is refused with 454 and dropped. SES writes
    // Date and Message-ID anew (header-fields.html), which our signature covers.
    ...usual,
    ...submission,
    key: "ses",
    kind: "service",
    name: "Amazon SES",
    hosts: sesRegions.map((region) => ({ host: `email-smtp.${region}.amazonaws.com`, place: region })),
    limits: { ...service, messagesPerSecond: 14, dailyCap: 50_000 },
  },
  {
    // twilio.com/docs/sendgrid/for-developers/sending-email/integrating-with-the-smtp-api: 5,000 messages a connection.
    ...usual,
    ...submission,
    key: "sendgrid",
    kind: "service",
    name: "SendGrid",
    hosts: [{ host: "smtp.sendgrid.net", place: null }],
    username: "apikey",
    limits: { ...service, messagesPerConnection: 5_000 },
  },
  {
    // help.mailgun.com: 25, 587 and 2525 with STARTTLS, 465 with TLS; the user names belong to a domain.
    ...usual,
    ...submission,
    key: "mailgun",
    kind: "service",
    name: "Mailgun",
    hosts: [
      { host: "smtp.mailgun.org", place: "US" },
      { host: "smtp.eu.mailgun.org", place: "EU" },
    ],
    limits: service,
  },
  {
    // postmarkapp.com/support/article/811: campaigns go to the broadcast host; an SMTP token names the stream by itself.
    ...usual,
    ...submission,
    key: "postmark",
    kind: "service",
    name: "Postmark",
    hosts: [{ host: "smtp-broadcasts.postmarkapp.com", place: null }],
    limits: service,
  },
  {
    // developers.brevo.com/docs/smtp-integration: 587 or 2525, 465 with TLS; an SMTP key, not an API key.
    ...usual,
    ...submission,
    key: "brevo",
    kind: "service",
    name: "Brevo",
    hosts: [{ host: "smtp-relay.brevo.com", place: null }],
    limits: service,
  },
  {
    // developers.sparkpost.com/api/smtp: AUTH LOGIN, 100 messages a connection.
    ...usual,
    ...submission,
    key: "sparkpost",
    kind: "service",
    name: "SparkPost",
    hosts: [
      { host: "smtp.sparkpostmail.com", place: "US" },
      { host: "smtp.eu.sparkpostmail.com", place: "EU" },
    ],
    signInMethod: "login",
    username: "SMTP_Injection",
    limits: { ...service, messagesPerConnection: 100 },
  },
  {
    // dev.mailjet.com: API key and secret key; 25, 587, 588 and 2525 with STARTTLS, 465 with TLS.
    ...usual,
    ...submission,
    key: "mailjet",
    kind: "service",
    name: "Mailjet",
    hosts: [{ host: "in-v3.mailjet.com", place: null }],
    limits: service,
  },
  {
    // docs.mtarget.co/en/articles/10372816-smtp-overview: AUTH LOGIN, one user name for everybody.
    ...usual,
    ...submission,
    key: "mtarget",
    kind: "service",
    name: "MTARGET",
    hosts: [{ host: "smtp.mtrgt.net", place: null }],
    signInMethod: "login",
    username: "smtp_mt_injection",
    limits: service,
  },
  // support.google.com/a/answer/166852 and /mail/answer/22839: 2,000 messages a day for Workspace, 500 for a free account.
  { ...google, key: "workspace", name: "Google Workspace", limits: { ...mailbox, dailyCap: 2_000 } },
  { ...google, key: "gmail", name: "Gmail", limits: { ...mailbox, dailyCap: 500 } },
  {
    // learn.microsoft.com/exchange/troubleshoot/send-emails/smtp-submission-improvements: 3 connections, 30 messages a minute,
    // 10,000 recipients a day. Passwords are being switched off for SMTP there.
    ...usual,
    ...submission,
    key: "microsoft365",
    kind: "mailbox",
    name: "Microsoft 365",
    hosts: [{ host: "smtp.office365.com", place: null }],
    signInMethod: "xoauth2",
    tokenUrl: "https://login.microsoftonline.com/common/oauth2/v2.0/token",
    limits: { ...mailbox, maxConnections: 3, messagesPerSecond: 0.5, dailyCap: 10_000 },
  },
  {
    // zoho.com/mail/help/zoho-smtp.html: smtppro for organisations, by data centre. 300 a day and user is what most pages say of
    // paid plans; they do not agree.
    ...usual,
    key: "zoho",
    kind: "mailbox",
    name: "Zoho Mail",
    hosts: [
      { host: "smtppro.zoho.com", place: "zoho.com" },
      { host: "smtppro.zoho.eu", place: "zoho.eu" },
      { host: "smtppro.zoho.in", place: "zoho.in" },
      { host: "smtppro.zoho.com.au", place: "zoho.com.au" },
      { host: "smtppro.zoho.jp", place: "zoho.jp" },
      { host: "smtppro.zoho.sa", place: "zoho.sa" },
      { host: "smtp.zoho.com", place: "zohomail.com" },
    ],
    port: 465,
    security: "tls",
    limits: { ...mailbox, dailyCap: 300 },
  },
  {
    // docs.cpanel.net, "Set Up Mail Client": 465 with TLS, the whole address as user name. Providers cap what a domain may send in
    // an hour ("Max hourly emails"), most between 100 and 500; beyond it messages are refused or kept back.
    ...usual,
    key: "cpanel",
    kind: "mailbox",
    name: null,
    hosts: [],
    port: 465,
    security: "tls",
    dkimSigning: true,
    limits: { ...mailbox, hourlyCap: 200, paceProviders: true },
  },
] as const satisfies readonly ServerPreset[];

export type PresetKey = (typeof serverPresets)[number]["key"];

/** Undefined for a server that was made from none, or from one that is no longer known. */
export function findPreset(key: string | null | undefined): (ServerPreset & { key: PresetKey }) | undefined {
  return serverPresets.find((preset) => preset.key === key);
}
