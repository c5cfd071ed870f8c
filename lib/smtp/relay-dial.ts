import { connect, type Socket } from "node:net";
import { failedAt, type LibraryError, type NotConnected } from "./session-failure.ts";

/**
 * Opens the TCP connection to the addresses that were judged (relay-lookup.ts), one after the other.
 *
 * @param timeout milliseconds for all of them
 */
export function dialRelay(
  { host, port }: { host: string; port: number },
  addresses: { address: string; family: number }[],
  timeout: number,
): Promise<{ ok: true; socket: Socket } | { ok: false; failure: NotConnected }> {
  return new Promise((resolve) => {
    const socket = connect({
      host,
      port,
      noDelay: true,
      autoSelectFamily: addresses.length > 1,
      autoSelectFamilyAttemptTimeout: Math.max(10, Math.floor(timeout / addresses.length)),
      lookup: (_host, options, callback) => {
        const [first] = addresses;
        if (options.all || !first) callback(null, addresses);
        else callback(null, first.address, first.family);
      },
    });
    const timer = setTimeout(() => {
      socket.destroy(Object.assign(new Error(`no connection after ${timeout} ms`), { code: "ETIMEDOUT" }));
    }, timeout);
    const onError = (error: LibraryError) => {
      clearTimeout(timer);
      resolve({ ok: false, failure: failedAt("connect", error, []) });
    };
    socket.once("error", onError);
    socket.once("connect", () => {
      clearTimeout(timer);
      socket.off("error", onError);
      resolve({ ok: true, socket });
    });
  });
}
