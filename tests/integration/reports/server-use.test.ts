import { expect, test } from "vitest";
import { pool } from "#lib/platform/database.ts";
import { readServerUse } from "#lib/reports/read-server-use.ts";
import { answerAt } from "#tests/support/answer-at.ts";
import { makeLaunchedCampaign } from "#tests/support/campaign.ts";
import { deliverAll, deliverUntilState, plan } from "#tests/support/deliver.ts";
import { startSink } from "#tests/support/smtp-sink.ts";
import { makeActor } from "#tests/support/workspace.ts";

test("a server is known by the last mail it took and the last trouble of its own, to its workspace alone", async () => {
  const actor = await makeActor();
  const sink = await startSink({
    rule: ({ point, recipient }) =>
      point === "rcpt" && recipient === "person2@example.org" ? "550 5.1.1 no such user" : undefined,
  });
  const works = await makeLaunchedCampaign({ actor, port: sink.port, recipients: 3 });
  await plan(works.id);
  await deliverAll(works.id);
  const refusing = await startSink({ rule: answerAt("mail", "530 5.7.0 Authentication required") });
  const refused = await makeLaunchedCampaign({ actor, port: refusing.port, recipients: 2 });
  await plan(refused.id);
  await deliverUntilState(refused.id, "paused");

  const { rows } = await pool().query(
    "SELECT max(at) AS at FROM delivery_events WHERE campaign_id = $1 AND kind = 'accepted'",
    [works.id],
  );
  const uses = await readServerUse(actor);
  // That there is no such user is no trouble of the server's.
  expect(uses.get(works.serverId)).toEqual({ lastAcceptedAt: rows[0].at, lastTrouble: null });
  expect(uses.get(refused.serverId)).toEqual({
    lastAcceptedAt: null,
    lastTrouble: {
      at: expect.any(Date),
      category: "sign_in_refused",
      said: expect.stringContaining("530 5.7.0"),
    },
  });
  expect((await readServerUse(await makeActor())).size).toBe(0);
  await Promise.all([sink.close(), refusing.close()]);
});
