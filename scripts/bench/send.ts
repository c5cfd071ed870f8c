// What sending costs from pressing Send to the last recorded reply, against the floor of a bare loop of the mail library and
// against Postfix's own load generator, all on this machine in one run. Aims: see docs/performance.md.
import { once } from "node:events";
import type { BenchOptions } from "../bench.ts";
import { benchMjml } from "./bench-mjml.ts";
import { startChild } from "./child.ts";
import { type MeasuredCampaign, makeSender, sendMeasured } from "./measured-campaign.ts";
import { smtpSourcePerSecond, startReceivingServer } from "./receiving-server.ts";
import { startScratchInstallation } from "./scratch-installation.ts";
import { median } from "./statistics.ts";

const connections = 50;
const bytes = 10_240;

export async function run({ quick }: BenchOptions): Promise<object> {
  const rounds = Number(process.env.ROUNDS ?? (quick ? 2 : 3));
  const installation = await startScratchInstallation();
  const receiver = await startReceivingServer();
  const { actor } = installation;
  try {
    const listId = await installation.makeList(quick ? 20_000 : 50_000);
    const senderId = await makeSender(actor, {
      name: "Fast",
      port: receiver.port,
      connections,
      domain: "toko-kopi.example",
    });
    const bare: number[] = [];
    const source: number[] = [];
    const plain: MeasuredCampaign[] = [];
    for (let round = 1; round <= rounds; round++) {
      bare.push(await bareLoop(receiver.port, quick ? 10_000 : 20_000));
      tell(`round ${round}: bare loop`, bare.at(-1));
      if (!quick) {
        const reached = smtpSourcePerSecond(receiver.port, { messages: 20_000, connections, bytes });
        if (reached !== undefined) source.push(reached);
        tell(`round ${round}: smtp-source`, reached);
      }
      plain.push(
        await sendMeasured(actor, {
          listId,
          senderId,
          mjml: benchMjml(15),
          workers: 1,
          databasePid: installation.databasePid,
        }),
      );
      tellCampaign(`round ${round}: campaign, 10 KB`, plain.at(-1));
    }
    const perSecond10KB = median(plain.map(({ perSecond }) => perSecond));
    return {
      barePerSecond: Math.round(median(bare)),
      smtpSourcePerSecond: source.length > 0 ? Math.round(median(source)) : null,
      perSecond10KB: Math.round(perSecond10KB),
      ratioToBare: Math.round((perSecond10KB / median(bare)) * 100) / 100,
      cpuMillisecondsPerMessage: plain.map(({ cpuMillisecondsPerMessage }) => cpuMillisecondsPerMessage),
      peakMemoryMegabytes: plain.map(({ peakMemoryMegabytes }) => peakMemoryMegabytes),
    };
  } finally {
    await receiver.stop();
    await installation.stop();
  }
}

async function bareLoop(port: number, messages: number): Promise<number> {
  const child = await startChild(
    "scripts/bench/bare-loop.ts",
    [port, messages, connections, bytes].map(String),
  );
  const [perSecond] = await once(child.process, "message");
  return Number(perSecond);
}

function tell(what: string, perSecond: number | undefined): void {
  console.error(`${what}: ${perSecond === undefined ? "not installed" : `${Math.round(perSecond)}/s`}`);
}

function tellCampaign(what: string, measured: MeasuredCampaign | undefined): void {
  console.error(`${what}: ${JSON.stringify(measured)}`);
}
