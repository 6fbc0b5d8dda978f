import { isIP } from 'node:net';
import { addressJudge } from './addresses.ts';

export interface ResolvedAddress {
  address: string;
  family: 4 | 6;
}

export type Resolve = (host: string) => Promise<ResolvedAddress[]>;

/** Where a URL leads: addresses that may be dialled, or why it may not be called. */
export type Destination =
  | { url: URL; host: string; addresses: readonly ResolvedAddress[] }
  | {
      /** For the person who gives the URL. */
      refusal: string;
      /** The same for the record of an attempt. */
      fault: string;
    };

const MAX_LENGTH = 2000;

/** Names that mean this machine or its own network wherever they are asked for (RFC 6761, 6762, 8375; ICANN's `internal`). */
const LOCAL_NAME = /(^|\.)(localhost|localdomain|local|internal|home\.arpa|ip6-localhost|ip6-loopback)$/;

/**
 * Finds out where URLs lead. The host is judged after WHATWG parsing, so that every spelling of an address is seen as
 * what it is; one address that is not allowed refuses the whole host. Never throws.
 */
export function destinationFinder(rules: { allow: readonly string[]; plainHttp: boolean; resolve: Resolve }) {
  const judge = addressJudge(rules.allow);

  return async (text: string, signal: AbortSignal): Promise<Destination> => {
    if (text.length > MAX_LENGTH) return unfit(`is longer than ${MAX_LENGTH.toLocaleString('en')} characters`);
    const url = URL.parse(text);
    if (url === null) return unfit('is not valid');
    if (url.protocol !== 'https:' && !(rules.plainHttp && url.protocol === 'http:')) {
      return unfit(`must begin with https://${rules.plainHttp ? ' or http://' : ''}`);
    }
    if (url.username !== '' || url.password !== '') return unfit('must not hold a user name or a password');

    const host = url.hostname.replace(/^\[|\]$/g, '');
    const family = isIP(host);
    if (family !== 0)
      return judge(host) === 'forbidden' ? notPublic(host) : { url, host, addresses: [{ address: host, family } as ResolvedAddress] };

    const local = LOCAL_NAME.test(host.replace(/\.+$/, ''));
    if (local && rules.allow.length === 0) return notPublic(host);
    const addresses = await lookUp(host, signal);
    if (addresses.length === 0) return { refusal: `${host} cannot be found in DNS.`, fault: 'its host cannot be found in DNS' };
    const standings = addresses.map(({ address }) => judge(address));
    const fit = standings.every((standing) => standing === 'allowed' || (standing === 'public' && !local));
    return fit ? { url, host, addresses } : notPublic(host);
  };

  async function lookUp(host: string, signal: AbortSignal): Promise<ResolvedAddress[]> {
    try {
      return await unlessAborted(rules.resolve(host), signal);
    } catch {
      return [];
    }
  }
}

function unfit(what: string): Destination {
  return { refusal: `The URL ${what}.`, fault: `its URL ${what}` };
}

function notPublic(host: string): Destination {
  return {
    refusal: `${host} is not at a public address. This server calls public addresses only, and those that its operator allows.`,
    fault: 'its address is not public',
  };
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
