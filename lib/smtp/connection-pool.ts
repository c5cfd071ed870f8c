/** What the pool needs to know of a connection. */
export type PooledConnection = {
  /** False once it is closed or should not carry another message. */
  usable(): boolean;
  /** Resolves when the server has let go too: it counts the connection until then. */
  close(): Promise<void>;
};

export type ConnectionPool<C extends PooledConnection, F> = {
  /** A free connection, a new one while there is room, or the next to become free. First come, first served. */
  acquire(): Promise<{ ok: true; connection: C } | { ok: false; failure: F }>;
  /** Gives a connection back; one that is not usable is closed. */
  release(connection: C): void;
  /** Opens at most so many from now on. What is too many is closed: the free at once, the rest as it comes back. */
  resize(size: number): void;
  /** Connections open at this moment, those being opened and closed included. */
  count(): number;
  /** Closes what is free at once and the rest as it comes back. Resolves when none is open. */
  close(): Promise<void>;
};

/** A server may hang up on an idle client at any time; Postfix lets go after 2 s and ZoneMTA after 5 s, and so do we. */
const idleMilliseconds = 5_000;

/**
 * At most `size` connections, opened when needed and used again. Opening fails as a value, and only for the one who asked:
 * the next in line tries anew.
 */
export function openPool<C extends PooledConnection, F>(
  initialSize: number,
  open: () => Promise<{ ok: true; connection: C } | { ok: false; failure: F }>,
): ConnectionPool<C, F> {
  const idle: { connection: C; since: number }[] = [];
  const waiting: ((connection: C | undefined) => void)[] = [];
  let size = initialSize;
  let count = 0;
  /** Of these, how many are on their way out. */
  let leaving = 0;
  let closing: { promise: Promise<void>; resolve: () => void } | undefined;
  let sweep: NodeJS.Timeout | undefined;

  async function acquire(): Promise<{ ok: true; connection: C } | { ok: false; failure: F }> {
    for (;;) {
      const free = idle.pop()?.connection;
      if (free?.usable()) return { ok: true, connection: free };
      if (free) {
        discard(free);
        continue;
      }
      if (count < size) break;
      const handed = await new Promise<C | undefined>((resolve) => waiting.push(resolve));
      if (handed) return { ok: true, connection: handed };
    }
    count += 1;
    try {
      const opened = await open();
      if (!opened.ok) leave();
      return opened;
    } catch (error) {
      leave();
      throw error;
    }
  }

  function release(connection: C): void {
    const isTooMany = count - leaving > size;
    const next = connection.usable() && !isTooMany ? waiting.shift() : undefined;
    if (next) next(connection);
    else if (closing || isTooMany || !connection.usable()) discard(connection);
    else {
      idle.push({ connection, since: Date.now() });
      sweep ??= setTimeout(closeIdle, idleMilliseconds).unref();
    }
  }

  function closeIdle(): void {
    sweep = undefined;
    const limit = Date.now() - idleMilliseconds;
    while (idle[0] && idle[0].since <= limit) {
      const oldest = idle.shift();
      if (oldest) discard(oldest.connection);
    }
    if (idle.length > 0) sweep = setTimeout(closeIdle, idleMilliseconds / 2).unref();
  }

  function discard(connection: C): void {
    leaving += 1;
    const left = () => {
      leaving -= 1;
      leave();
    };
    connection.close().then(left, left);
  }

  function resize(wanted: number): void {
    size = wanted;
    while (count - leaving > size) {
      const surplus = idle.shift();
      if (!surplus) break;
      discard(surplus.connection);
    }
    for (let room = size - count; room > 0; room -= 1) waiting.shift()?.(undefined);
  }

  function leave(): void {
    count -= 1;
    const next = count < size ? waiting.shift() : undefined;
    if (next) next(undefined);
    else if (count === 0) closing?.resolve();
  }

  async function close(): Promise<void> {
    if (!closing) {
      const { promise, resolve } = Promise.withResolvers<void>();
      closing = { promise, resolve };
      clearTimeout(sweep);
      for (const { connection } of idle.splice(0)) discard(connection);
      if (count === 0) resolve();
    }
    await closing.promise;
  }

  return { acquire, release, resize, count: () => count, close };
}
