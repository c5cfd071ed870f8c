import { expect, test } from "vitest";
import { openPool, type PooledConnection } from "./connection-pool.ts";

function poolOf(size: number, open?: () => Promise<{ ok: false; failure: string }>) {
  const opened: (PooledConnection & { closed: boolean; broken: boolean })[] = [];
  const pool = openPool<PooledConnection & { broken: boolean }, string>(
    size,
    open ??
      (async () => {
        const connection = {
          closed: false,
          broken: false,
          usable: () => !connection.broken && !connection.closed,
          async close() {
            connection.closed = true;
          },
        };
        opened.push(connection);
        return { ok: true, connection };
      }),
  );
  const take = async () => {
    const acquired = await pool.acquire();
    if (!acquired.ok) throw new Error(acquired.failure);
    return acquired.connection;
  };
  return { pool, opened, take };
}

test("no more connections than allowed, and the next in line gets the one that comes back", async () => {
  const { pool, opened, take } = poolOf(2);
  const [first, second] = [await take(), await take()];
  const third = take();
  pool.release(first);
  expect(await third).toBe(first);
  pool.release(second);
  pool.release(first);
  await pool.close();
  expect(opened).toHaveLength(2);
  expect(opened.every(({ closed }) => closed)).toBe(true);
});

test("a broken connection is closed, and whoever waits gets a new one", async () => {
  const { pool, opened, take } = poolOf(1);
  const first = await take();
  const waiting = take();
  first.broken = true;
  pool.release(first);
  expect(await waiting).not.toBe(first);
  expect(opened).toHaveLength(2);
  expect(opened[0]?.closed).toBe(true);
});

test("a server that cannot be reached fails everybody in line, each with an attempt of their own", async () => {
  let attempts = 0;
  const { pool } = poolOf(1, async () => {
    attempts += 1;
    return { ok: false, failure: "refused" };
  });
  const results = await Promise.all([pool.acquire(), pool.acquire(), pool.acquire()]);
  expect(results.every(({ ok }) => !ok)).toBe(true);
  expect(attempts).toBe(3);
});

test("closing waits for what is under way", async () => {
  const { pool, opened, take } = poolOf(1);
  const connection = await take();
  let closed = false;
  const closing = pool.close().then(() => {
    closed = true;
  });
  await Promise.resolve();
  expect(closed).toBe(false);
  pool.release(connection);
  await closing;
  expect(opened[0]?.closed).toBe(true);
});

test("a pool that gets smaller closes what is free at once and the rest as it comes back, and hands no more out", async () => {
  const { pool, opened, take } = poolOf(3);
  const [first, second, third] = [await take(), await take(), await take()];
  pool.release(first);
  pool.resize(1);
  const fourth = take();
  pool.release(second);
  await expect.poll(() => pool.count()).toBe(1);
  expect(opened.map(({ closed }) => closed)).toEqual([true, true, false]);
  pool.release(third);
  expect(await fourth).toBe(third);
});

test("a pool that gets larger lets those who wait open more", async () => {
  const { pool, opened, take } = poolOf(0);
  const waiting = [take(), take(), take()];
  expect(opened).toHaveLength(0);
  pool.resize(2);
  const [first] = await Promise.all(waiting.slice(0, 2));
  expect(opened).toHaveLength(2);
  if (first) pool.release(first);
  expect(await waiting[2]).toBe(first);
});
