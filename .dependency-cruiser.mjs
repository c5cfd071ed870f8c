// Which room may enter which. The rooms of lib stand in the order in which a recipient passes through them; an import goes
// only to the left. Checked by `npm run check`; scripts/check.ts plants a violation first, because a checker that cannot
// read TypeScript reports nothing and looks green.
const rooms = [
  "accounts",
  "csv",
  "addresses",
  "lists",
  "contacts",
  "imports",
  "consent",
  "audience",
  "liquid",
  "mjml",
  "content",
  "domains",
  "mail",
  "smtp",
  "replies",
  "sandbox",
  "servers",
  "senders",
  "timing",
  "drafts",
  "checks",
  "campaigns",
  "progress",
  "links",
  "tracking",
  "providers",
  "shares",
  "pacing",
  "planning",
  "ledger",
  "holds",
  "lines",
  "sweeps",
  "delivery",
  "decisions",
  "feedback",
  "reports",
];

const oneWay = rooms.map((room, index) => ({
  name: `${room}-imports-only-to-its-left`,
  severity: "error",
  from: { path: `^lib/${room}/`, pathNot: "\\.test\\.ts$" },
  to: { path: `^lib/(${rooms.slice(index + 1).join("|") || "$nothing"})/` },
}));

const only = (name, module, allowed) => ({
  name,
  severity: "error",
  from: { path: "^(lib|workers|app|scripts)/", pathNot: [...allowed, "\\.test\\.ts$"] },
  to: { path: `(^|node_modules/)${module}(/|$)` },
});

export default {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "unresolvable",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "^(next|react|server-only)" },
    },
    {
      name: "lib-knows-no-screen-and-no-worker",
      severity: "error",
      from: { path: "^lib/", pathNot: "\\.test\\.ts$" },
      to: { path: "^(app|workers|scripts|tests)/" },
    },
    {
      name: "lib-knows-no-react",
      severity: "error",
      from: { path: "^lib/" },
      to: { path: "node_modules/(next|react|react-dom)/" },
    },
    {
      name: "app-and-workers-are-strangers",
      severity: "error",
      from: { path: "^app/" },
      to: { path: "^(workers|scripts|tests)/" },
    },
    {
      name: "workers-know-no-screen",
      severity: "error",
      from: { path: "^workers/" },
      to: { path: "^(app|scripts|tests)/" },
    },
    {
      name: "platform-knows-no-room",
      severity: "error",
      from: { path: "^lib/platform/" },
      to: { path: "^lib/(?!platform/)" },
    },
    {
      name: "jobs-know-only-platform",
      severity: "error",
      from: { path: "^lib/jobs/" },
      to: { path: "^lib/(?!platform/|jobs/)" },
    },
    ...oneWay,
    {
      name: "only-stores-touch-the-database",
      severity: "error",
      from: {
        path: "^(lib/(?!platform/)|app/|workers/)",
        pathNot: ["-store\\.ts$", "\\.test\\.ts$", "^lib/accounts/auth\\.ts$", "^workers/main\\.ts$"],
      },
      to: { path: "^(lib/platform/database\\.ts|prisma/client/)", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "pages-read-through-verbs",
      severity: "error",
      from: { path: "^(app|workers)/" },
      to: { path: "-store\\.ts$", dependencyTypesNot: ["type-only"] },
    },
    only("nodemailer-only-in-two-adapters", "nodemailer", [
      "^lib/smtp/(smtp-session|compose-message)\\.ts$",
      "^scripts/bench/bare-loop\\.ts$",
    ]),
    only("mjml-only-in-mjml", "mjml", ["^lib/mjml/"]),
    only("bullmq-only-in-jobs-and-workers", "bullmq", ["^lib/jobs/", "^workers/"]),
  ],
  options: {
    parser: "swc",
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules|prisma/client" },
    exclude: { path: "^(\\.next|data|prisma/client)/" },
    enhancedResolveOptions: {
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json", ".css"],
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
