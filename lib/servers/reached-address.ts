type Place = { kind: "smtp" | "sandbox"; host: string; port: number; reachedAddress: string | null };

/** Where a server is, as it is kept once it has answered there: what else is changed about it says nothing about that. */
export function serverAddress({ host, port }: Pick<Place, "host" | "port">): string {
  return `${host}:${port}`;
}

/**
 * Whether mail was ever answered where the server is set up now, or a test got through. If neither, its host or port may be
 * wrong; the sandbox has its port from Kurir.
 */
export function hasAnswered(server: Place & { lastTest: { ok: boolean } | null }): boolean {
  return (
    server.kind === "sandbox" ||
    server.reachedAddress === serverAddress(server) ||
    server.lastTest?.ok === true
  );
}
