const messageSeconds = 10;
const networkSeconds = 60;
/** A bound on memory: about 20 MB when full, then the oldest go. */
const largest = 50_000;

type Click = { messageId: string; domain: string; position: number; network: string | null; at: number };

export type Surroundings = {
  otherLinks: { position: number; secondsAgo: number }[];
  networkRecipients: number;
  networkDomains: number;
};

/**
 * What was clicked in this process within the last minute, to see bursts and networks. Each process has its own: a scanner
 * keeps its connection, so it keeps its process.
 */
export class HitWindow {
  readonly #ofMessage = new Map<string, Click[]>();
  readonly #ofNetwork = new Map<string, Click[]>();

  /** Notes a click and tells what surrounds it. Times in milliseconds. */
  note(click: Click): Surroundings {
    const before = remember(this.#ofMessage, click.messageId, click, messageSeconds);
    const around =
      click.network === null ? [click] : remember(this.#ofNetwork, click.network, click, networkSeconds);
    return {
      otherLinks: before
        .filter(({ position }) => position !== click.position)
        .map(({ position, at }) => ({ position, secondsAgo: (click.at - at) / 1_000 })),
      networkRecipients: new Set(around.map(({ messageId }) => messageId)).size,
      networkDomains: new Set(around.map(({ domain }) => domain)).size,
    };
  }
}

function remember(map: Map<string, Click[]>, key: string, click: Click, seconds: number): Click[] {
  const kept = (map.get(key) ?? []).filter(({ at }) => click.at - at <= seconds * 1_000).slice(-200);
  kept.push(click);
  // Deleting first moves the key to the end: the map's first keys are the ones unused for longest.
  map.delete(key);
  map.set(key, kept);
  for (const [oldest, clicks] of map) {
    const stale = click.at - (clicks.at(-1)?.at ?? 0) > seconds * 1_000;
    if (!stale && map.size <= largest) break;
    map.delete(oldest);
  }
  return kept;
}
