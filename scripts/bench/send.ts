// What sending costs from pressing Send to the last recorded reply, against the floor of a bare loop of the mail library and
// against Postfix's own load generator, all on this machine in one run. Aims and results: docs/performance.md.
import { once } from "node:events";
import { activateDkimKey } from "#lib/domains/activate-dkim-key.ts";
import { generateDkimKey } from "#lib/domains/generate-dkim-key.ts";
import { benchMjml, fillerFor } from "./bench-mjml.ts";
import type { BenchOptions } from "./bench-options.ts";
import { startChild } from "./child.ts";
import { type MeasuredCampaign, makeSender, sendMeasured } from "./measured-campaign.ts";
import { smtpSourcePerSecond, startLeanServer, startReceivingServer } from "./receiving-server.ts";
import { type ScratchInstallation, startScratchInstallation } from "./scratch-installation.ts";
import { median } from "./statistics.ts";

/** As many as Postfix takes by default (`default_process_limit`). */
const connections = 100;
const farConnections = 50;
const bytes = 10_240;
const largeBytes = 102_400;
const delayMilliseconds = 50;

/** (a) the bare loop, (b) smtp-source, (c) a campaign; (d) larger, (e) signed, (f) far away, (g) with more workers. */
export async function run({ quick, only }: BenchOptions): Promise<object> {
  const isWanted = (part: string) => (only ?? (quick ? ["a", "c"] : [..."abcdefg"])).includes(part);
  const rounds = quick ? 2 : 3;
  const installation = await startScratchInstallation();
  const receiver = await startReceivingServer();
  const far = await startLeanServer(delayMilliseconds);
  try {
    const senders = await makeSenders(installation, receiver.port, far.port);
    const send = campaigns(installation, await installation.makeList(quick ? 20_000 : 50_000));
    const bare: number[] = [];
    const source: number[] = [];
    const plain: MeasuredCampaign[] = [];
    for (let number = 1; number <= rounds; number++) {
      if (isWanted("a"))
        bare.push(tell("(a) bare loop", await bareLoop(receiver.port, quick ? 10_000 : 20_000)));
      if (isWanted("b")) {
        const reached = smtpSourcePerSecond(receiver.port, { messages: 20_000, connections, bytes });
        if (reached !== undefined) source.push(tell("(b) smtp-source", reached));
      }
      if (isWanted("c")) plain.push(await send("(c) campaign, 10 KB", { senderId: senders.plain }));
    }
    const medianOf = async (part: string, times: number, what: string, variant: Variant) => {
      const reached: number[] = [];
      for (let round = 1; round <= times && isWanted(part); round++)
        reached.push(perSecond(await send(`(${part}) ${what}`, variant)));
      return rounded(median(reached));
    };
    const large = { senderId: senders.plain, mjml: benchMjml(fillerFor(largeBytes)) };
    return {
      barePerSecond: rounded(median(bare)),
      smtpSourcePerSecond: source.length > 0 ? rounded(median(source)) : null,
      perSecond10KB: rounded(median(plain.map(perSecond))),
      ratioToBare: rounded(median(plain.map(perSecond)) / median(bare), 2),
      perSecond100KB: await medianOf("d", rounds, "campaign, 100 KB", large),
      perSecondDkim: await medianOf("e", rounds, "signed", { senderId: senders.signed }),
      perSecondDelayed50ms: await medianOf("f", 2, "50 ms away", { senderId: senders.far }),
      perSecondByWorkers: {
        1: rounded(median(plain.map(perSecond))),
        2: await medianOf("g", 2, "two workers", { senderId: senders.plain, workers: 2 }),
        4: await medianOf("g", 2, "four workers", { senderId: senders.plain, workers: 4 }),
      },
      cpuMillisecondsPerMessage: rounded(median(plain.map((each) => each.cpuMillisecondsPerMessage)), 3),
      peakMemoryMegabytes: rounded(Math.max(...plain.map((each) => each.peakMemoryMegabytes ?? Number.NaN))),
    };
  } finally {
    await Promise.all([receiver.stop(), far.stop()]);
    await installation.stop();
  }
}

/** Domains of their own, so that one of them can have a key. */
async function makeSenders({ actor }: ScratchInstallation, port: number, farPort: number) {
  const signed = { name: "Signed", port, connections, domain: "signed.example" };
  const key = await generateDkimKey(actor, { domain: signed.domain, selector: "bench" });
  if (key.outcome !== "made") throw new Error(`No key was made: ${key.outcome}`);
  // Nobody looks for its record here.
  await activateDkimKey(actor, key.id, { anyway: true });
  return {
    plain: await makeSender(actor, { name: "Plain", port, connections, domain: "toko-kopi.example" }),
    signed: await makeSender(actor, signed),
    far: await makeSender(actor, {
      name: "Far",
      port: farPort,
      connections: farConnections,
      domain: "far.example",
    }),
  };
}

type Variant = { senderId: string; mjml?: string; workers?: number };

function campaigns({ actor, databasePid }: ScratchInstallation, listId: string) {
  return async (what: string, { senderId, mjml, workers = 1 }: Variant): Promise<MeasuredCampaign> => {
    const content = mjml ?? benchMjml(fillerFor(bytes));
    const measured = await sendMeasured(actor, { listId, senderId, mjml: content, workers, databasePid });
    tell(what, measured.perSecond, measured);
    return measured;
  };
}

async function bareLoop(port: number, messages: number): Promise<number> {
  const child = await startChild(
    "scripts/bench/bare-loop.ts",
    [port, messages, connections, bytes].map(String),
  );
  const [reached] = await once(child.process, "message");
  return Number(reached);
}

const perSecond = (measured: MeasuredCampaign) => measured.perSecond;

function rounded(value: number, digits = 0): number {
  return Number(value.toFixed(digits));
}

function tell(what: string, reached: number, measured?: MeasuredCampaign): number {
  const details = measured
    ? ` · first after ${measured.firstAfterSeconds.toFixed(1)} s · ${measured.cpuMillisecondsPerMessage.toFixed(3)} ms worker and ` +
      `${measured.databaseCpuMillisecondsPerMessage.toFixed(3)} ms database a message · ${rounded(measured.peakMemoryMegabytes ?? 0)} MB`
    : "";
  console.error(`${what.padEnd(24)} ${String(rounded(reached)).padStart(6)}/s${details}`);
  return reached;
}
