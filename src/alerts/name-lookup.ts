import { promises as dns } from 'node:dns';
import type { ResolvedAddress } from './destination.ts';

const TIMEOUT_MS = 2_000;
const TRIES = 2;

/**
 * Every address of a name. Name servers are asked directly, which can be given up: the system's own look-up keeps one of the
 * few threads of the process until it is done, so that a few names whose servers never answer would hold up all the others. It
 * is asked only for names that no name server knows, because it knows the hosts file too. `servers`: these instead of the system's.
 */
export async function lookUpAll(
  host: string,
  options: { servers?: readonly string[]; timeoutMs?: number } = {},
): Promise<ResolvedAddress[]> {
  const resolver = new dns.Resolver({ timeout: options.timeoutMs ?? TIMEOUT_MS, tries: TRIES });
  if (options.servers !== undefined) resolver.setServers(options.servers);
  const [four, six] = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
  const found = [...addressesOf(four, 4), ...addressesOf(six, 6)];
  if (found.length > 0) return found;
  for (const answer of [four, six]) if (answer.status === 'rejected' && answer.reason.code === 'ETIMEOUT') throw answer.reason;
  return (await dns.lookup(host, { all: true })) as ResolvedAddress[];
}

function addressesOf(answer: PromiseSettledResult<string[]>, family: 4 | 6): ResolvedAddress[] {
  return answer.status === 'fulfilled' ? answer.value.map((address) => ({ address, family })) : [];
}
