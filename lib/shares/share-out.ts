/** A line of some worker process to a server, as the table of shares knows it. */
export type Party = {
  line: string;
  /** It has messages for the server at the moment. */
  wants: boolean;
  /** How many connections it may have open at most. */
  granted: number;
};

export type Share = {
  /** How many connections the line may open from now on. */
  size: number;
  /** How many it still counts for: more than its size until its surplus connections are closed. */
  granted: number;
};

/**
 * A line's part of a server's connections. Everyone who has something to send gets the same, the first to come the remainder;
 * who has nothing gives way to them.
 *
 * A share grows only into what nobody counts for: the others shrink first, and count for less only once they have told so. So
 * all together never have more than the maximum.
 *
 * @param parties all that live, in the order in which they came, the line in question among them
 * @param held what the line may have open at this moment: its present size, or more where connections are not closed yet
 */
export function shareOut(maximum: number, parties: readonly Party[], line: string, held: number): Share {
  const wanting = parties.filter(({ wants }) => wants);
  const rank = wanting.findIndex((party) => party.line === line);
  const fair =
    rank === -1
      ? // Connections that nobody else wants may stay open until the next message.
        wanting.length > 0
        ? 0
        : held
      : Math.floor(maximum / wanting.length) + (rank < maximum % wanting.length ? 1 : 0);
  if (fair < held) return { size: fair, granted: held };
  const others = parties.reduce((sum, party) => (party.line === line ? sum : sum + party.granted), 0);
  const size = Math.max(held, Math.min(fair, maximum - others));
  return { size, granted: size };
}
