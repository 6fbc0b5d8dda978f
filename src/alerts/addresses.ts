import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** What an IP address is to us: public, on the operator's list, or neither and never to be dialled. */
export type Standing = 'public' | 'allowed' | 'forbidden';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Range = readonly [Address, number];

const GLOBAL_UNICAST = ipaddr.parseCIDR('2000::/3');

/** Public by its number, but on Azure it is the host's own door to each of its machines. */
const AZURE_HOST = ipaddr.parse('168.63.129.16');

/**
 * IPv6 ranges whose addresses hold an IPv4 address: compatible, translated, NAT64, 6to4 and Teredo. A gateway that we know
 * nothing of decides where they lead, so only an entry that lies within the very range opens them. Mapped ones are not
 * here: they are judged by the IPv4 entries.
 */
const EMBEDDING: readonly Range[] = ['::/96', '::ffff:0:0:0/96', '64:ff9b::/96', '64:ff9b:1::/48', '2002::/16', '2001::/32'].map((text) =>
  ipaddr.parseCIDR(text),
);

/** Judges addresses in the spelling that URL parsers and resolvers give. `allow` holds addresses and CIDR ranges. */
export function addressJudge(allow: readonly string[]): (address: string) => Standing {
  const allowed = allow.map(parseRange);
  return (text) => {
    const address = parseAddress(text);
    if (address === undefined) return 'forbidden';
    const mapped = address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress();
    if (isListed(mapped ? address.toIPv4Address() : address, allowed)) return 'allowed';
    return isPublic(address) ? 'public' : 'forbidden';
  };
}

/** One spelling for each address, without its zone; undefined: it is none. A mapped address becomes its IPv4 address. */
export function plainAddress(text: string): string | undefined {
  const address = parseAddress(text);
  return address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() ? address.toIPv4Address().toString() : address?.toString();
}

function isPublic(address: Address): boolean {
  if (address.range() !== 'unicast') return false;
  if (address instanceof ipaddr.IPv6) return address.match(GLOBAL_UNICAST as [ipaddr.IPv6, number]);
  return address.toString() !== AZURE_HOST.toString();
}

function isListed(address: Address, allowed: readonly Range[]): boolean {
  // `::` and `::1` lie in ::/96 and embed nothing.
  const embeds = address.range() === 'loopback' || address.range() === 'unspecified' ? undefined : EMBEDDING.find(covers(address));
  return allowed.some((entry) => covers(address)(entry) && entry[1] >= (embeds?.[1] ?? 0));
}

function covers(address: Address): (range: Range) => boolean {
  return ([range, bits]) => range.kind() === address.kind() && address.match(range, bits);
}

function parseRange(text: string): Range {
  const [range, bits] = text.includes('/') ? ipaddr.parseCIDR(text) : withAllBits(ipaddr.parse(text));
  return range instanceof ipaddr.IPv6 && range.isIPv4MappedAddress() && bits >= 96 ? [range.toIPv4Address(), bits - 96] : [range, bits];
}

function withAllBits(address: Address): Range {
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

/** Strict: of IPv4 only four decimal parts, because other programs read the rest in other ways. */
function parseAddress(text: string): Address | undefined {
  const withoutZone = text.replace(/%.*$/, '');
  const family = isIP(withoutZone);
  if (family === 0) return undefined;
  // Without dots: ipaddr.js takes the compatible address ::1.2.3.4 for the mapped one.
  return ipaddr.parse(family === 4 ? withoutZone : new URL(`http://[${withoutZone}]`).hostname.slice(1, -1));
}
