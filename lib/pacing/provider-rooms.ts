/** How many messages a claim may take for each mailbox provider, and what becomes of those that it took. */
export type ClaimRooms = {
  /** 0 where nothing should be claimed. Who may have as many as {@link others} is not in it. */
  known: Map<string, number>;
  /** For each provider that is not known yet. */
  others: number;
  /** The claim took these: what it left is free for the next. */
  took: (messages: readonly { provider: string | null }[]) => void;
  /** One of them waits for its provider's turn now, and counts there. */
  arrived: (provider: string) => void;
  /** Nothing of it comes any more. At any time, as often as one likes. */
  end: () => void;
};

/** How many a provider soon takes of a lane, 0 while it takes nothing, and how many wait in that lane. */
type Turns = { soon: number; waiting: number };

export type ProviderRooms = {
  /**
   * @param key the lane in which what is claimed will wait
   * @param turns of each provider that is known
   * @param first how many a provider takes that is not known yet
   */
  ask: (key: string, turns: ReadonlyMap<string, Turns>, first: number) => ClaimRooms;
};

type OpenClaim = {
  /** Still to come, by provider. */
  coming: Map<string, number>;
  /** Not back yet: it may come with as many as it was offered. */
  offered: Pick<ClaimRooms, "known" | "others"> | null;
};

/**
 * Keeps jobs of a campaign from claiming the same turns of a provider, when they claim at the same moment or what they claimed still
 * waits for something else first.
 */
export function openProviderRooms(): ProviderRooms {
  const open = new Map<string, Set<OpenClaim>>();

  /** Nothing while half of what will soon have its turn is there already: many small claims would cost more than a few. */
  function roomFor(provider: string, { soon, waiting }: Turns, claims: ReadonlySet<OpenClaim>): number {
    let there = waiting;
    let offered = 0;
    for (const claim of claims) {
      there += claim.coming.get(provider) ?? 0;
      if (claim.offered) offered += claim.offered.known.get(provider) ?? claim.offered.others;
    }
    if (soon === 0 || there > soon / 2) return 0;
    // A claim that may come back with nothing must not keep another from claiming at all.
    return Math.max(1, Math.floor(soon) - there - offered);
  }

  return {
    ask(key, turns, first) {
      const claims = open.get(key) ?? new Set();
      const others = Math.max(
        1,
        [...claims].reduce((left, { offered }) => left - (offered?.others ?? 0), first),
      );
      const known = new Map<string, number>();
      for (const [provider, each] of turns) {
        const room = roomFor(provider, each, claims);
        if (room !== others) known.set(provider, room);
      }
      const claim: OpenClaim = { coming: new Map(), offered: { known, others } };
      open.set(key, claims.add(claim));
      return {
        known,
        others,
        took(messages) {
          claim.offered = null;
          for (const { provider } of messages)
            if (provider !== null) claim.coming.set(provider, (claim.coming.get(provider) ?? 0) + 1);
        },
        arrived(provider) {
          claim.coming.set(provider, Math.max(0, (claim.coming.get(provider) ?? 0) - 1));
        },
        end() {
          claims.delete(claim);
          if (claims.size === 0) open.delete(key);
        },
      };
    },
  };
}
