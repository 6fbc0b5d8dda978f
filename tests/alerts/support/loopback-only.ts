import type { LookupAddress } from 'node:dns';
import { type LookupFunction, Socket } from 'node:net';

/** The unspecified address of IPv4 leads to loopback. */
const HARMLESS = /^(127\.|0\.0\.0\.0$|::1$)/;

/**
 * A belt for tests of forbidden destinations: notes every address that this process dials, and lets none but loopback be
 * dialled, so that a broken guard fails a test and disturbs nobody.
 */
export function loopbackOnly(): { dialled: string[]; undo: () => void } {
  const dialled: string[] = [];
  const connect = Socket.prototype.connect;

  function note(address: string): void {
    dialled.push(address);
    if (!HARMLESS.test(address)) throw new Error(`${address} would have been dialled`);
  }

  Socket.prototype.connect = function (this: Socket, ...args: unknown[]) {
    const [options] = (Array.isArray(args[0]) ? args[0] : args) as [{ host?: string; lookup?: LookupFunction }];
    const { host = '127.0.0.1', lookup } = options;
    if (/^[\d.]+$|:/.test(host)) {
      note(host);
    } else {
      if (lookup === undefined) throw new Error(`${host} would have been looked up`);
      options.lookup = (name, how, answer) =>
        lookup(name, how, (error, found, family) => {
          for (const { address } of Array.isArray(found) ? found : [{ address: found } as LookupAddress]) note(address);
          answer(error, found, family);
        });
    }
    return Reflect.apply(connect, this, args);
  } as typeof connect;

  return {
    dialled,
    undo: () => {
      Socket.prototype.connect = connect;
    },
  };
}
