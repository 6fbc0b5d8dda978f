import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Where a request comes from. */
export interface Client {
  address: string;
  /** What is counted as one client: an IPv4 address, or the /64 that an IPv6 subscriber has for himself. */
  group: string;
}

type Address = ipaddr.IPv4 | ipaddr.IPv6;

const UNKNOWN: Client = { address: 'unknown', group: 'unknown' };

/** Finds out who asks. `X-Forwarded-For` is believed only as far as proxies of our own wrote it. */
export function clientFinder(trustedProxies: readonly string[] | undefined): (request: IncomingMessage) => Client {
  const ranges = (trustedProxies ?? []).map(parseRange);
  const peers = new WeakMap<Socket, { client: Client; trusted: boolean }>();
  const isTrusted = (address: Address): boolean =>
    ranges.some(([range, bits]) => range.kind() === address.kind() && address.match(range, bits));

  return (request) => {
    let peer = peers.get(request.socket);
    if (peer === undefined) {
      const address = parseAddress(request.socket.remoteAddress ?? '');
      peer = { client: address === undefined ? UNKNOWN : clientAt(address), trusted: address !== undefined && isTrusted(address) };
      peers.set(request.socket, peer);
    }
    if (!peer.trusted) return peer.client;
    const forwarded = request.headers['x-forwarded-for'];
    return forwarded === undefined ? peer.client : walk(String(forwarded), peer.client);
  };

  /** From the right, the first address that is no proxy of ours; what stands further left anybody can have written. */
  function walk(forwarded: string, peer: Client): Client {
    let client = peer;
    for (const entry of forwarded.split(',').reverse()) {
      const address = parseAddress(entry.trim());
      if (address === undefined) return client;
      client = clientAt(address);
      if (!isTrusted(address)) return client;
    }
    return client;
  }
}

function parseRange(text: string): [Address, number] {
  if (text.includes('/')) {
    const [range, bits] = ipaddr.parseCIDR(text);
    return range instanceof ipaddr.IPv6 && range.isIPv4MappedAddress() && bits >= 96 ? [range.toIPv4Address(), bits - 96] : [range, bits];
  }
  const address = ipaddr.process(text);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

/** An address as proxies write it: perhaps in brackets, perhaps with a port. */
function parseAddress(text: string): Address | undefined {
  const bare = /^\[([^\]]*)\](?::\d+)?$/.exec(text)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(text)?.[1] ?? text;
  const withoutZone = bare.replace(/%.*$/, '');
  if (!ipaddr.isValid(withoutZone) || (!withoutZone.includes(':') && !ipaddr.IPv4.isValidFourPartDecimal(withoutZone))) return undefined;
  return ipaddr.process(withoutZone);
}

function clientAt(address: Address): Client {
  const text = address.toString();
  if (address instanceof ipaddr.IPv4) return { address: text, group: text };
  return {
    address: text,
    group: `${address.parts
      .slice(0, 4)
      .map((part) => part.toString(16))
      .join(':')}::/64`,
  };
}
