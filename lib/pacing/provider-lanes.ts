import { backOffRule, providerRule } from "./provider.ts";
import { type ProviderState, providerShare, type Trouble, troubleOf } from "./provider-pace.ts";
import type { BackOffRule } from "./provider-rules.ts";
import type { SendSlots } from "./send-slots.ts";

/** The mailbox providers behind one server, as this process sends to them. */
export type ProviderLanes = {
  /** Waits until one more message may be on the way to the provider. Null: not now, give it back. Leave exactly once. */
  enter: (provider: string) => Promise<{ leave: () => void } | null>;
  /** Providers for which nothing should be claimed at the moment. */
  held: () => string[];
  /** What the provider said to a message, or to the server on its behalf. */
  note: (provider: string, said: ProviderReply) => void;
  /** Tells the other workers what this one met with, and takes over what they did. */
  exchange: (worker: { rank: number; workers: number }) => Promise<void>;
  /** Lets everybody who waits go without. */
  letGo: () => void;
};

type ProviderReply = {
  accepted: boolean;
  /** It says that this was too much, in whatever words. */
  isTooMuch: boolean;
  replyCode: number | null;
  enhancedCode: string | null;
  replyText: string | null;
};

/** Where states are kept, for all workers. */
export type ProviderBook = {
  read: () => Promise<(ProviderState & { provider: string })[]>;
  addSuccesses: (provider: string, successes: number, maximum: number) => Promise<void>;
  addTrouble: (provider: string, trouble: Trouble) => Promise<void>;
  /** Moments for a provider that wants so few a minute. */
  openSlots: (provider: string, perMinute: number) => SendSlots;
};

type Lane = {
  rule: { connections: number };
  state: ProviderState | undefined;
  share: number;
  taken: number;
  successes: number;
  waiting: ((mayGo: boolean) => void)[];
  slots: { perMinute: number; moments: SendSlots } | undefined;
};

const hourMilliseconds = 3_600_000;

export function openProviderLanes(book: ProviderBook): ProviderLanes {
  const lanes = new Map<string, Lane>();
  const seen = new Map<BackOffRule, number[]>();
  let worker = { rank: 0, workers: 1 };

  function laneOf(provider: string): Lane | undefined {
    const known = lanes.get(provider);
    const rule = known?.rule ?? providerRule(provider);
    if (known || !rule) return known;
    const share = providerShare(undefined, { maximum: rule.connections, ...worker });
    const lane = { rule, state: undefined, share, taken: 0, successes: 0, waiting: [], slots: undefined };
    lanes.set(provider, lane);
    return lane;
  }

  function handOut(lane: Lane): void {
    // With no share, whoever waits would wait for other workers.
    while (lane.waiting.length > 0 && (lane.taken < lane.share || lane.share === 0)) {
      const mayGo = lane.share > 0;
      if (mayGo) lane.taken += 1;
      lane.waiting.shift()?.(mayGo);
    }
  }

  function resize(provider: string, lane: Lane): void {
    lane.share = providerShare(lane.state, { maximum: lane.rule.connections, ...worker });
    const perMinute = lane.state?.perMinute ?? null;
    if (lane.slots?.perMinute !== (perMinute ?? undefined)) {
      void lane.slots?.moments.close();
      lane.slots =
        perMinute === null ? undefined : { perMinute, moments: book.openSlots(provider, perMinute) };
    }
    handOut(lane);
  }

  async function enter(provider: string): Promise<{ leave: () => void } | null> {
    const lane = laneOf(provider);
    if (!lane) return { leave: () => undefined };
    if (lane.share === 0) return null;
    if (lane.taken < lane.share) lane.taken += 1;
    else if (!(await new Promise<boolean>((resolve) => lane.waiting.push(resolve)))) return null;
    const leave = () => {
      lane.taken -= 1;
      handOut(lane);
    };
    if (lane.share > 0 && (!lane.slots || (await lane.slots.moments.take()))) return { leave };
    leave();
    return null;
  }

  function note(provider: string, said: ProviderReply): void {
    const lane = laneOf(provider);
    if (!lane) return;
    if (said.accepted) {
      lane.successes += 1;
      return;
    }
    const rule = backOffRule(provider, said);
    const text = [said.replyCode, said.enhancedCode, said.replyText]
      .filter((part) => part !== null)
      .join(" ");
    const trouble = troubleOf(rule && isOften(rule) ? rule : undefined, { isTooMuch: said.isTooMuch, text });
    if (!trouble) return;
    // At once here; what it comes to for all, the next exchange tells.
    lane.share = 0;
    handOut(lane);
    book.addTrouble(provider, trouble).catch(() => undefined);
  }

  function isOften(rule: BackOffRule): boolean {
    const now = Date.now();
    const times = [...(seen.get(rule) ?? []).filter((at) => at > now - hourMilliseconds), now];
    seen.set(rule, times.slice(-rule.times));
    return times.length >= rule.times;
  }

  async function exchange(present: { rank: number; workers: number }): Promise<void> {
    worker = present;
    for (const [provider, lane] of lanes) {
      const { successes, state, rule } = lane;
      if (successes === 0) continue;
      lane.successes = 0;
      const isAtItsBest = state && state.failures === 0 && state.concurrency >= rule.connections;
      if (!isAtItsBest) await book.addSuccesses(provider, successes, rule.connections);
    }
    const states = new Map((await book.read()).map((state) => [state.provider, state]));
    for (const provider of states.keys()) laneOf(provider);
    for (const [provider, lane] of lanes) {
      lane.state = states.get(provider);
      resize(provider, lane);
    }
  }

  return {
    enter,
    note,
    exchange,
    held: () =>
      [...lanes]
        // Claimed without need, messages would only wait here; a few make sure that the next one is at hand.
        .filter(([, { share, waiting }]) => share === 0 || waiting.length > share * 5)
        .map(([provider]) => provider),
    letGo() {
      for (const lane of lanes.values()) for (const resolve of lane.waiting.splice(0)) resolve(false);
    },
  };
}
