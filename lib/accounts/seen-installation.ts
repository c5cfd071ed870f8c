/** What a worker last saw of the installation, itself or when another had noticed a restore. */
export type SeenInstallation = { epoch: string; beat: bigint };

let seen: SeenInstallation | null = null;

/** @param next null: it is not watched any more */
export function noteInstallation(next: SeenInstallation | null): void {
  seen = next;
}

/**
 * What this process knows that the database must know as well, as two parameters of a statement. A database that was put back
 * under a running worker does not; nulls in a process that watches nothing, and so neither claims nor starts anything.
 */
export function seenInstallation(): [epoch: string | null, beat: bigint | null] {
  return [seen?.epoch ?? null, seen?.beat ?? null];
}
