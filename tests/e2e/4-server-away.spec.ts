import { database, pool } from "#lib/platform/database.ts";
import { updateReachedAddress } from "#lib/senders/sending-servers-store.ts";
import { makeLaunchedCampaign } from "#tests/support/campaign.ts";
import { startSink } from "#tests/support/smtp-sink.ts";
import { expect, test } from "./browser-test.ts";

test.use({ storageState: "test-results/owner.json" });

test("while its server is away a campaign says so and what comes next, louder after an hour, and ends when it is back and a person has it tried", async ({
  page,
}) => {
  const closed = await startSink();
  await closed.close();
  const member = await database().member.findFirstOrThrow({ where: { role: "owner" } });
  const { id, serverId } = await makeLaunchedCampaign({ actor: member, port: closed.port, recipients: 5 });
  await updateReachedAddress(serverId, `127.0.0.1:${closed.port}`);
  const server = await database().sendingServer.findUniqueOrThrow({ where: { id: serverId } });

  await page.goto(`${process.env.KURIR_URL}/campaigns/${id}`);
  const notice = page.getByRole("status").filter({ hasText: `${server.name} does not answer` });
  await expect(notice).toContainText("Sending waits and goes on by itself", { timeout: 240_000 });
  await expect(
    page.getByText(/Has not answered since .* It is (tried again|being tried)/).first(),
  ).toBeVisible();
  await expect(page.getByText("Sending", { exact: true }).first()).toBeVisible();

  await pool().query(
    `UPDATE server_breakers SET since = now() - interval '2 hours', times = 40, open_until = now() + interval '10 minutes'
     WHERE server_id = $1`,
    [serverId],
  );
  await expect(page.getByRole("alert").filter({ hasText: "longer than a restart" })).toBeVisible();
  await page.goto(`${process.env.KURIR_URL}/`);
  await page.getByRole("link", { name: `The sending server ${server.name} does not answer` }).click();
  await expect(page).toHaveURL(`${process.env.KURIR_URL}/settings/servers/${serverId}`);
  await expect(page.getByRole("alert").filter({ hasText: "longer than a restart" })).toBeVisible();

  const back = await startSink({ port: closed.port });
  await page.goto(`${process.env.KURIR_URL}/campaigns/${id}`);
  // Nobody would try it by itself for minutes.
  await page.getByRole("button", { name: "Try now" }).click();
  await expect(page.getByText("Finished")).toBeVisible({ timeout: 240_000 });
  expect(back.received).toHaveLength(5);
  await back.close();
});
