// What does not grow with the number of recipients: a worker's memory, the time until the first mail leaves, and the mails a
// second. One campaign of each size, from pressing Send to the last recorded reply, each with a worker of its own.
import { benchMjml, fillerFor } from "./bench-mjml.ts";
import type { BenchOptions } from "./bench-options.ts";
import { type MeasuredCampaign, makeSender, sendMeasured } from "./measured-campaign.ts";
import { startReceivingServer } from "./receiving-server.ts";
import { startScratchInstallation } from "./scratch-installation.ts";

const bytes = 10_240;

export async function run({ quick }: BenchOptions): Promise<object> {
  const sizes = quick ? [10_000, 50_000] : [10_000, 100_000, 1_000_000];
  const installation = await startScratchInstallation();
  const receiver = await startReceivingServer();
  try {
    const { actor, databasePid } = installation;
    const server = { name: "Fast", port: receiver.port, connections: 50, domain: "toko-kopi.example" };
    const senderId = await makeSender(actor, server);
    const mjml = benchMjml(fillerFor(bytes));
    const bySize: Record<number, object> = {};
    for (const size of sizes) {
      const listId = await installation.makeList(size);
      const measured = await sendMeasured(actor, { listId, senderId, mjml, workers: 1, databasePid });
      bySize[size] = told(measured);
      console.error(size, bySize[size]);
    }
    return { bySize };
  } finally {
    await receiver.stop();
    await installation.stop();
  }
}

function told(measured: MeasuredCampaign): object {
  return {
    perSecond: Math.round(measured.perSecond),
    firstMailSeconds: Number(measured.firstAfterSeconds.toFixed(2)),
    peakMemoryMegabytes: measured.peakMemoryMegabytes && Math.round(measured.peakMemoryMegabytes),
    workerMillisecondsPerMessage: Number(measured.cpuMillisecondsPerMessage.toFixed(3)),
    databaseMillisecondsPerMessage: Number(measured.databaseCpuMillisecondsPerMessage.toFixed(3)),
  };
}
