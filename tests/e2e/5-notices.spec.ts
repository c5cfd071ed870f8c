import type { Actor } from "#lib/accounts/actor.ts";
import { leaveInDoubt } from "#lib/decisions/leave-in-doubt.ts";
import { database, pool } from "#lib/platform/database.ts";
import { type CampaignOptions, makeLaunchedCampaign } from "#tests/support/campaign.ts";
import { type SinkMoment, type SmtpSink, startSink } from "#tests/support/smtp-sink.ts";
import { expect, test } from "./browser-test.ts";
import { expectToFit, readings, show } from "./looks.ts";

const home = () => process.env.KURIR_URL ?? "";
const longName = "smtp-relay.with-a-long-host-name.mail.toko-kopi-nusantara.example";
const longDomain = "kantor-pusat-pemasaran-dan-distribusi-wilayah-timur.perusahaan-dagang.co.example";

test.use({ storageState: "test-results/owner.json" });
test.describe.configure({ mode: "serial", timeout: 900_000 });

/** Campaigns by the notice that stands on them. */
const campaigns: Record<string, string> = {};
const servers: Record<string, string> = {};
const sinks: SmtpSink[] = [];
let actor: Actor;

test.beforeAll(async () => {
  actor = await database().member.findFirstOrThrow({ where: { role: "owner" } });
  const [sink, closed] = await Promise.all([startSink({ rule: misbehave }), startSink()]);
  await closed.close();
  sinks.push(sink);
  await make("away", { port: closed.port, recipients: people("away", 3) });
  await make("noName", { port: 2525, host: "smtp.kurir.invalid", recipients: people("no-name", 3) });
  await make("refused", { port: sink.port, recipients: people("refused", 3) });
  await make("held", { port: sink.port, recipients: people("held", 12, "gmail.com") });
  await make("mixed", {
    port: sink.port,
    recipients: [
      ...people("staff", 20, longDomain),
      ...people("doubt", 10),
      ...people("blocked", 3),
      ...people("full", 2),
      ...people("a-local-part-that-is-as-long-as-some-people-really-have-them", 1),
    ],
  });
  const hoursAgo = new Date(Date.now() - 3 * 3_600_000);
  await make("late", { port: sink.port, recipients: people("late", 3), scheduledAt: hoursAgo });
  await database().sendingServer.update({ where: { id: servers.away ?? "" }, data: { name: longName } });
});

test.afterAll(async () => {
  await pool().query("UPDATE sending_holds SET released_at = now() WHERE released_at IS NULL");
  await Promise.all(sinks.map((sink) => sink.close()));
});

test("each notice comes up where it is about something, in words", async ({ page }) => {
  const on = async (key: string, words: RegExp) => {
    await page.goto(`${home()}/campaigns/${campaigns[key]}`);
    await expect(page.getByRole("main")).toContainText(words, { timeout: 240_000 });
  };
  await on("away", /does not answer/);
  await on("noName", /The host name of the sending server Server \w+ is not found/);
  await expect(page.getByText("Check the host in the server's settings for typing mistakes.")).toBeVisible();
  await on("refused", /refuses user name or password/);
  await on("held", /Google does not believe that this mail is yours/);
  await on("late", /It missed its time by more than an hour/);
  await on("mixed", /10 people in doubt/);
  await expect(page.getByText(`${longDomain} does not exist or takes no mail: 20 contacts`)).toBeVisible();

  // One each: what was refused twice would stand there twice.
  const refusals = page.getByRole("region", { name: "Latest refusals and delays" }).getByRole("listitem");
  await expect(refusals.first()).toBeVisible();
  const said = await refusals.allTextContents();
  expect(new Set(said).size).toBe(said.length);

  const doubts = page.getByRole("list", { name: "Messages in doubt" }).getByRole("listitem");
  await expect(doubts).toHaveCount(8);
  await page.getByRole("button", { name: "Show 2 more" }).click();
  await expect(doubts).toHaveCount(10);
  const doubtful = await database().message.findFirstOrThrow({
    where: { campaignId: campaigns.mixed ?? "", state: "in_doubt" },
  });
  await leaveInDoubt(actor, campaigns.mixed ?? "", { messageIds: [String(doubtful.id)] });

  await page.goto(`${home()}/campaigns/${campaigns.held}`);
  await page.getByRole("button", { name: "Let it go on for Google" }).click();
  const history = page.getByRole("list", { name: "Who decided what" });
  await expect(history).toContainText(/Sari Dewi let it go on for Google/);
  await expect(page.getByText("Google does not believe that this mail is yours")).toBeVisible({
    timeout: 240_000,
  });

  await pool().query(
    "UPDATE server_breakers SET since = now() - interval '2 hours', open_until = now() + interval '1 hour' WHERE server_id = $1",
    [servers.away],
  );
  await page.goto(`${home()}/`);
  const needed = page.getByRole("region", { name: "Needs you" });
  for (const words of [
    `Kurir has never reached the sending server ${longName}`,
    "your server or domain is blocked for 3 people",
    "Google does not believe that it is yours",
    "waits for your decision",
    "is paused",
    `${longDomain}: is it still there?`,
  ])
    await expect(needed.getByRole("link", { name: words }).first()).toBeVisible();
  await page.goto(`${home()}/settings/servers`);
  await expect(page.getByRole("row", { name: longName })).toContainText("Never reached");

  await pool().query(
    "INSERT INTO sending_holds (id, reason, last_beat_at) VALUES (gen_random_uuid(), 'database_moved', now())",
  );
});

for (const { locale, language, first } of readings) {
  test(`with notices all screens fit, light and dark, wide and narrow, in ${language}`, async ({
    page,
    context,
  }) => {
    await context.addCookies([{ name: "kurir_locale", value: locale, url: home() }]);
    const paths = [
      "/",
      "/contacts",
      "/campaigns",
      "/settings/servers",
      `/settings/servers/${servers.away}`,
      `/settings/servers/${servers.noName}`,
      `/reports/${campaigns.mixed}`,
      ...Object.values(campaigns).map((id) => `/campaigns/${id}`),
    ];
    for (const path of paths) {
      await show(page, first);
      await page.goto(`${home()}${path}`);
      await expect.soft(page.locator("html"), path).toHaveAttribute("lang", locale);
      await expect.soft(page.getByRole("alert").first(), `the banner on ${path}`).toBeVisible();
      await expectToFit(page, path, first);
    }
  });
}

test("the hold after a restore is one press away from its reasons on a telephone, and a person ends it", async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 900 });
  await page.goto(`${home()}/reports`);
  const banner = page.getByRole("alert").filter({ hasText: "Sending is held" });
  const height = (await banner.boundingBox())?.height ?? 0;
  expect(height, "of the 900 px of a telephone").toBeLessThan(180);
  await banner.getByText("Why, and what to do first").click();
  await expect(banner.getByText("The database lies in another place").last()).toBeVisible();
  await banner.getByRole("button", { name: "Let it send" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Let it send" }).click();
  await expect(banner).toBeHidden();
});

function misbehave({ point, recipient, attempt }: SinkMoment) {
  if (point === "dot" && recipient.startsWith("doubt") && attempt === 1) {
    return { do: "receive-close" } as const;
  }
  if (point !== "rcpt") return undefined;
  if (recipient.startsWith("refused")) return "530 5.7.0 Authentication required";
  if (recipient.endsWith("@gmail.com"))
    return "550 5.7.26 This mail is blocked: the sender is unauthenticated";
  if (recipient.endsWith(longDomain)) return `550 5.1.2 <${recipient}>: Domain not found`;
  if (recipient.startsWith("blocked")) return "554 5.7.1 Client host blocked using zen.spamhaus.org";
  return recipient.startsWith("full") || recipient.startsWith("a-local")
    ? "452 4.2.2 Mailbox full"
    : undefined;
}

function people(name: string, count: number, domain = "notices.example"): string[] {
  return Array.from({ length: count }, (_, index) => `${name}${index + 1}@${domain}`);
}

async function make(key: string, options: Omit<CampaignOptions, "actor">): Promise<void> {
  const { id, serverId } = await makeLaunchedCampaign({ actor, ...options });
  campaigns[key] = id;
  servers[key] = serverId;
}
