import type { Token } from '../tokens.ts';
import { type Lookup, longestName } from './lookup.ts';
import type { RoughName } from './name-score.ts';
import { type Region, regionNames } from './regions.ts';

const REGIONS = regionNames();
const AIRPORT_WORDS = new Set(['international', 'airport', 'regional', 'intl', 'municipal']);

const BEHIND_CODE = /^[);,]$/;
const CODE = /^[A-Z]{2,3}$/;
const AIRLINE_CODE = /^(?:[A-Z][0-9]|[0-9][A-Z])$/;

/** The code that stands in brackets at a token. */
export function bracketed(tokens: readonly Token[], at: number): string | null {
  if (tokens[at]?.key !== '(') return null;
  const inner = tokens[at + 1];
  if (inner && BEHIND_CODE.test(tokens[at + 2]?.key ?? '') && CODE.test(inner.text)) return inner.text;
  // Codes of airlines may hold a digit, which is a token of its own: "B6", "9P", "5W".
  const second = tokens[at + 2];
  if (inner && second && tokens[at + 3]?.key === ')' && inner.end === second.start && AIRLINE_CODE.test(inner.text + second.text)) {
    return inner.text + second.text;
  }
  return null;
}

const DIGIT = /[0-9]/;

/** How many tokens a code in brackets takes; of "(EDI; from May)" the rest of the bracket is read on. */
function bracketLength(tokens: readonly Token[], at: number, code: string): number {
  if (DIGIT.test(code)) return 4;
  return tokens[at + 2]?.key === ')' ? 3 : 2;
}

/** Takes into a name what follows it and tells which one is meant: airport words, state, country, code. */
export function takeSuffix(out: RoughName, tokens: readonly Token[], lookup: Lookup): void {
  const isPlace = out.candidates.some((candidate) => candidate.place && candidate.place.kind !== 'country');
  if (!isPlace && !out.candidates.some((candidate) => candidate.airline)) return;
  if (isPlace) {
    while (AIRPORT_WORDS.has(tokens[out.to]?.key ?? '')) out.to++;
    takeRegion(out, tokens, lookup);
    if (out.country === null && out.region === null) absorbUnknown(out, tokens, lookup);
  }
  const code = bracketed(tokens, out.to);
  if (code !== null && (lookup.placeByCode.has(code) || lookup.airlinesByCode.has(code))) {
    out.code = code;
    out.to += bracketLength(tokens, out.to, code);
    if (isPlace) takeRegion(out, tokens, lookup);
  }
}

/** So many words and stops may stand between a city and its code. */
const BETWEEN = 7;

/** "Porto Sá Carneiro (OPO)", "George F. L. Charles Airport (SLU)": words between a city and its code belong to the name. */
function absorbUnknown(out: RoughName, tokens: readonly Token[], lookup: Lookup): void {
  for (let extra = 1; extra <= BETWEEN; extra++) {
    const token = tokens[out.to + extra - 1];
    const isInitial = token?.key === '.' && tokens[out.to + extra - 2]?.text.length === 1;
    if (!token || (!isInitial && !(token.word && token.capital))) return;
    const code = bracketed(tokens, out.to + extra);
    if (code !== null && lookup.placeByCode.has(code)) {
      out.to += extra;
      return;
    }
  }
}

function takeRegion(out: RoughName, tokens: readonly Token[], lookup: Lookup): void {
  const opener = tokens[out.to]?.key ?? '';
  const start = out.to + (opener === ',' || opener === 'in' || opener === '(' ? 1 : 0);
  const first = tokens[start];
  if (!first?.capital) return;
  const region = regionAt(tokens, start, opener !== 'in') ?? (opener === ',' ? cityState(out, tokens, start) : null);
  let to = start;
  if (region && start > out.to - 1) {
    out.region = region.region;
    to = region.to;
  } else if (opener === ',' || opener === 'in' || opener === '(') {
    const country = longestName(lookup.names, tokens, start);
    const named = country?.candidates.find((candidate) => candidate.place?.kind === 'country')?.place;
    if (
      !country ||
      !named ||
      country.candidates.some((candidate) => candidate.place && candidate.place.kind !== 'country' && candidate.weight > 72)
    )
      return;
    if (!out.candidates.some((candidate) => candidate.place?.country === named.country)) return;
    out.country = named.country;
    to = country.to;
  }
  if (to === start) return;
  if (opener === '(') {
    if (tokens[to]?.key !== ')') return;
    to++;
  }
  out.to = to;
}

const BEHIND_STATE = /^[,.]?$/;

/** "Syracuse, New York,": a state that bears the name of a city, after a place that lies in it. */
function cityState({ candidates }: RoughName, tokens: readonly Token[], at: number): { to: number; region: Region } | null {
  const to = tokens[at]?.key === 'new' && tokens[at + 1]?.key === 'york' ? at + 2 : tokens[at]?.key === 'washington' ? at + 1 : at;
  if (to === at || !BEHIND_STATE.test(tokens[to]?.key ?? '')) return null;
  const region = REGIONS.codes.get(to === at + 2 ? 'NY' : 'WA') as Region;
  const lies = candidates.some(
    ({ place }) =>
      place?.country === 'US' && Math.abs(place.latitude - region.latitude) < 2.6 && Math.abs(place.longitude - region.longitude) < 3.6,
  );
  return lies ? { to, region } : null;
}

function regionAt(tokens: readonly Token[], at: number, codes: boolean): { to: number; region: Region } | null {
  const [first, second, third, fourth] = [tokens[at], tokens[at + 1], tokens[at + 2], tokens[at + 3]];
  if (!first) return null;
  const byCode = codes && CODE.test(first.text) ? REGIONS.codes.get(first.text) : undefined;
  if (byCode) return { to: at + 1, region: byCode };
  if (second?.key === '.' && third && third.text.length === 1) {
    const region = REGIONS.names.get(`${first.key} ${third.key}`);
    if (region) return { to: fourth?.key === '.' ? at + 4 : at + 3, region };
  }
  const two = second ? REGIONS.names.get(`${first.key} ${second.key}`) : undefined;
  if (two) return { to: at + 2, region: two };
  const one = REGIONS.names.get(first.key);
  return one ? { to: second?.key === '.' && first.text.length < 6 ? at + 2 : at + 1, region: one } : null;
}
