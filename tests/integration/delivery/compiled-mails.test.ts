import { expect, test } from "vitest";
import { findSendingCampaign, type SendingCampaign } from "#lib/delivery/campaign-store.ts";
import { readCompiledMail } from "#lib/delivery/read-compiled-mail.ts";
import { makeLaunchedCampaign } from "#tests/support/campaign.ts";
import { plan } from "#tests/support/deliver.ts";
import { makeActor } from "#tests/support/workspace.ts";

test("a campaign's mail is compiled once, however many campaigns send at the same time", async () => {
  const actor = await makeActor();
  const campaigns: SendingCampaign[] = [];
  for (let made = 0; made < 25; made += 1) {
    const { id } = await makeLaunchedCampaign({ actor, port: 25, recipients: 1 });
    await plan(id);
    const campaign = await findSendingCampaign(id);
    if (campaign) campaigns.push(campaign);
  }
  const readAll = () => Promise.all(campaigns.map(readCompiledMail));
  const first = await readAll();
  const second = await readAll();
  expect(first).toHaveLength(25);
  expect(
    first.filter((mail, index) => mail !== second[index]),
    "compiled a second time",
  ).toEqual([]);
});
