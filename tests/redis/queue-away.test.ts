import { Redis } from "ioredis";
import { afterEach, expect, inject, test } from "vitest";
import { pauseCampaign } from "#lib/campaigns/pause-campaign.ts";
import { resumeCampaign } from "#lib/campaigns/resume-campaign.ts";
import { makeLaunchedCampaign } from "#tests/support/campaign.ts";
import { deliverAll, plan, stateOf } from "#tests/support/deliver.ts";
import { type SmtpSink, startSink } from "#tests/support/smtp-sink.ts";
import { makeActor } from "#tests/support/workspace.ts";

let sink: SmtpSink;
let redis: Redis;
afterEach(async () => {
  await redis.client("UNPAUSE");
  redis.disconnect();
  await sink.close();
});

test("a button answers although Redis does not, and what was asked for happens", async () => {
  sink = await startSink();
  redis = new Redis(inject("redisUrl"));
  const actor = await makeActor();
  const { id } = await makeLaunchedCampaign({ actor, port: sink.port, recipients: 3 });
  await plan(id);
  await pauseCampaign(actor, id);
  await redis.client("PAUSE", 600_000, "WRITE");
  await resumeCampaign(actor, id);
  expect(await stateOf(id)).toBe("sending");
  await redis.client("UNPAUSE");
  await deliverAll(id);
  expect(sink.received).toHaveLength(3);
});
