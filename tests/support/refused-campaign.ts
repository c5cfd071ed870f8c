import type { Actor } from "#lib/accounts/actor.ts";
import { answerAt } from "./answer-at.ts";
import { makeLaunchedCampaign } from "./campaign.ts";
import { plan } from "./deliver.ts";
import { type SmtpSink, startSink } from "./smtp-sink.ts";
import { makeActor } from "./workspace.ts";

/** A planned campaign whose only server says these words to every RCPT, and that server. Nothing is delivered yet. */
export async function makeRefusedCampaign(options: {
  reply: string;
  actor?: Actor;
  /** So many contacts `person1@example.org`, `person2@...` */
  recipients: number;
  retryHours?: number;
}): Promise<{ sink: SmtpSink; id: string }> {
  const { reply, actor = await makeActor(), ...campaign } = options;
  const sink = await startSink({ rule: answerAt("rcpt", reply) });
  const { id } = await makeLaunchedCampaign({ ...campaign, actor, port: sink.port });
  await plan(id);
  return { sink, id };
}
