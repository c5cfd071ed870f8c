export type ServerTurns = {
  /** Those who may send now, whose turn it is first. */
  order: <S extends { id: string; weight: number }>(servers: readonly S[]) => S[];
  /** So many messages went to one of them. */
  note: (server: { id: string; weight: number }, messages: number) => void;
};

/**
 * Shares messages among servers by weight, exact over time: each has a clock that advances by messages / weight, and the one
 * whose clock is behind is next (start-time fair queuing). Who could not send for a while does not make up for it afterwards.
 */
export function openTurns(): ServerTurns {
  const clocks = new Map<string, number>();
  let present = new Set<string>();
  /** The clock of the last to be given something, before it was. */
  let time = 0;
  const clock = (id: string) => clocks.get(id) ?? 0;
  return {
    order(servers) {
      for (const { id } of servers) if (!present.has(id)) clocks.set(id, Math.max(clock(id), time));
      present = new Set(servers.map(({ id }) => id));
      return [...servers].sort((a, b) => clock(a.id) - clock(b.id) || (a.id < b.id ? -1 : 1));
    },
    note({ id, weight }, messages) {
      time = Math.max(time, clock(id));
      clocks.set(id, clock(id) + messages / weight);
    },
  };
}
