import { type LocalDate, lastOfMonth } from '../domain/dates.ts';
import { fold } from '../domain/search.ts';
import type { Status } from '../domain/vocabulary.ts';

/** What a text is known to say, written down by a person. `…Any`: what else is as good. */
export interface Claim {
  origin: string;
  destination: string;
  originAny: readonly string[];
  destinationAny: readonly string[];
  /** Names or codes; neither: any airline will do. */
  airline: string | null;
  airlineIata: string | null;
  kinds: readonly ClaimKind[];
  windows: readonly Bounds[];
  /** A side mention: neither wanted nor held against a reading. */
  optional: boolean;
}

export const CLAIM_KINDS = ['new', 'resume', 'launched', 'postpone', 'cancel'] as const;
type ClaimKind = (typeof CLAIM_KINDS)[number];

export interface Bounds {
  earliest: LocalDate | null;
  latest: LocalDate | null;
}

/** What a reading made of a text, as far as it is compared. */
export interface Answered {
  origin: string;
  destination: string;
  airline: { iata: string | null; name: string } | null;
  status: Status;
  effective: Bounds | null;
}

interface Ratio {
  precision: number;
  recall: number;
  f1: number;
}

export interface Score {
  texts: number;
  claims: number;
  drafts: number;
  /** Both ends are right, in whichever direction. */
  pair: Ratio;
  /** Pair, status, window and airline are right. */
  claim: Ratio;
  /** Of the pairs found: how many had that right. */
  ofPairs: { status: number; window: number; airline: number };
  /** Texts that claim nothing, and the share of them of which nothing was made. */
  negatives: number;
  quiet: number;
}

const STATUSES: Readonly<Record<ClaimKind, readonly Status[]>> = {
  new: ['proposed', 'announced', 'confirmed'],
  resume: ['proposed', 'announced', 'confirmed'],
  launched: ['launched'],
  postpone: ['postponed'],
  cancel: ['cancelled', 'suspended', 'ended'],
};

/** Compares readings of texts with what the texts say. A draft answers one claim at most. */
export function score(texts: readonly { claims: readonly Claim[]; drafts: readonly Answered[] }[]): Score {
  const count = { claims: 0, drafts: 0, pairs: 0, right: 0, status: 0, window: 0, airline: 0, negatives: 0, quiet: 0 };
  for (const { claims, drafts } of texts) {
    const wanted = claims.filter((claim) => !claim.optional);
    const free = new Set(drafts);
    count.claims += wanted.length;
    if (wanted.length === 0) {
      count.negatives += 1;
      if (drafts.every((draft) => claims.some((claim) => isPair(claim, draft)))) count.quiet += 1;
    }
    for (const claim of wanted) {
      const best = takeBest(claim, free);
      if (best === undefined) continue;
      count.pairs += 1;
      count.drafts += 1;
      for (const part of PARTS) if (best[part]) count[part] += 1;
      if (PARTS.every((part) => best[part])) count.right += 1;
    }
    for (const claim of claims) if (claim.optional) takeBest(claim, free);
    count.drafts += free.size;
  }
  return {
    texts: texts.length,
    claims: count.claims,
    drafts: count.drafts,
    pair: ratioOf(count.pairs, count.drafts, count.claims),
    claim: ratioOf(count.right, count.drafts, count.claims),
    ofPairs: {
      status: share(count.status, count.pairs),
      window: share(count.window, count.pairs),
      airline: share(count.airline, count.pairs),
    },
    negatives: count.negatives,
    quiet: share(count.quiet, count.negatives),
  };
}

const PARTS = ['status', 'window', 'airline'] as const;
type Parts = Record<(typeof PARTS)[number], boolean>;

/** The draft that answers the claim best, which then answers no other; undefined: none is of its pair. */
function takeBest(claim: Claim, free: Set<Answered>): Parts | undefined {
  let best: { draft: Answered; parts: Parts; hits: number } | undefined;
  for (const draft of free) {
    if (!isPair(claim, draft)) continue;
    const parts = { status: isStatus(claim, draft), window: isWindow(claim, draft), airline: isAirline(claim, draft) };
    const hits = PARTS.filter((part) => parts[part]).length;
    if (best === undefined || hits > best.hits) best = { draft, parts, hits };
  }
  if (best !== undefined) free.delete(best.draft);
  return best?.parts;
}

function isPair(claim: Claim, { origin, destination }: Answered): boolean {
  const isOrigin = (code: string) => code === claim.origin || claim.originAny.includes(code);
  const isDestination = (code: string) => code === claim.destination || claim.destinationAny.includes(code);
  return (isOrigin(origin) && isDestination(destination)) || (isOrigin(destination) && isDestination(origin));
}

function isStatus({ kinds }: Claim, { status }: Answered): boolean {
  return kinds.some((kind) => STATUSES[kind].includes(status));
}

function isWindow({ windows }: Claim, { effective }: Answered): boolean {
  const { earliest, latest } = effective ?? { earliest: null, latest: null };
  return windows.some((window) => window.earliest === earliest && window.latest === latest);
}

/** By code, or by a name of which one may be the beginning of the other ("Air Astana", "Air Astana JSC"). */
function isAirline(claim: Claim, { airline }: Answered): boolean {
  if (claim.airline === null && claim.airlineIata === null) return true;
  if (airline === null) return false;
  if (claim.airlineIata !== null && airline.iata === claim.airlineIata) return true;
  if (claim.airline === null) return false;
  const [wanted, got] = [fold(claim.airline), fold(airline.name)];
  return got !== '' && (wanted === got || wanted.startsWith(`${got} `) || got.startsWith(`${wanted} `));
}

function share(part: number, whole: number): number {
  return whole === 0 ? 1 : part / whole;
}

function ratioOf(hits: number, given: number, wanted: number): Ratio {
  const [precision, recall] = [share(hits, given), share(hits, wanted)];
  return { precision, recall, f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}

/** The two days of a date as claims write it: a day, a month, a year, or `A/B` of these with `..` for an open side. */
export function boundsOf(edtf: string | null): Bounds {
  if (edtf === null) return { earliest: null, latest: null };
  const [from = '', until = from] = edtf.split('/');
  return { earliest: dayOf(from, 'first'), latest: dayOf(until, 'last') };
}

function dayOf(part: string, side: 'first' | 'last'): LocalDate | null {
  const [, year, month, day] = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(part) ?? [];
  if (year === undefined) return null;
  if (day !== undefined) return part;
  if (side === 'first') return `${year}-${month ?? '01'}-01`;
  return month === undefined ? `${year}-12-31` : lastOfMonth(Number(year), Number(month));
}
