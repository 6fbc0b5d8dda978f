import type { LocalDate } from '../domain/dates.ts';
import type { Airline } from '../domain/places.ts';
import type { Span } from './draft.ts';
import type { LexiconPlace } from './lexicon.ts';
import { type Candidate, type Lookup, longestName } from './lookup.ts';
import { countriesAround, DEMONYMS, isActive, type RoughName, scoreOf } from './name-score.ts';
import { type Region, regionNames } from './regions.ts';
import type { Token } from './tokens.ts';

/** A name in a text and what it means there: `from` and `to` count tokens. */
export interface Mention extends Span {
  from: number;
  to: number;
  place: LexiconPlace | null;
  airline: Airline | null;
  /** What else the name may mean. */
  alternatives: readonly string[];
  /** Its code stands in the text. */
  coded: boolean;
}

const REGIONS = regionNames();
const AIRPORT_WORDS = new Set(['international', 'airport', 'regional', 'intl', 'municipal']);

/** Every place and airline that a text names, in order, each read by what stands around it. */
export function findNames(tokens: readonly Token[], lookup: Lookup, publishedOn: LocalDate): Mention[] {
  const rough: RoughName[] = [];
  for (let at = 0; at < tokens.length; ) {
    const found = roughAt(tokens, at, lookup);
    if (found) rough.push(found);
    at = found ? found.to : at + 1;
  }
  return settle(joinNeighbours(rough, tokens), tokens, lookup, publishedOn);
}

function roughAt(tokens: readonly Token[], at: number, lookup: Lookup): RoughName | null {
  const token = tokens[at] as Token;
  const corrected = lookup.corrected.longestAt(tokens, at, tokens.length);
  if (!corrected && !token.capital && !/^\p{N}/u.test(token.text) && token.key !== 'easyjet') return null;
  const capital = corrected ? null : capitalAt(tokens, at, lookup);
  if (capital) return capital;
  const named = longestName(lookup.names, tokens, at);
  // An editor's own name goes before a shorter one of the lexicon, and stands beside one that is as long.
  const found =
    corrected && corrected.to >= (named?.to ?? 0)
      ? { to: corrected.to, candidates: [corrected.value, ...(named?.to === corrected.to ? named.candidates : [])] }
      : named;
  const code = found ? null : bareCode(tokens, at, lookup);
  if (!found && code === null) return unknownWithCode(tokens, at, lookup);
  const nameTo = found ? found.to : at + 1;
  const candidates = found ? found.candidates : [{ place: lookup.placeByCode.get(code as string) as LexiconPlace, weight: 50 }];
  const base: RoughName = { from: at, to: nameTo, nameTo, candidates, code, country: null, region: null };
  return withSuffix(base, tokens, lookup);
}

/** "the Maltese capital" */
function capitalAt(tokens: readonly Token[], at: number, lookup: Lookup): RoughName | null {
  const facts = DEMONYMS.get(tokens[at]?.key ?? '');
  const place =
    facts && tokens[at + 1]?.key === 'capital' && tokens[at + 2]?.key !== 'city' ? lookup.placeByCode.get(facts.capital) : undefined;
  if (!place) return null;
  return { from: at, to: at + 2, nameTo: at + 2, candidates: [{ place, weight: 90 }], code: null, country: null, region: null };
}

/** "BGO-LBA": a code of a place without brackets, next to another one or named before. */
function bareCode(tokens: readonly Token[], at: number, lookup: Lookup): string | null {
  const { text } = tokens[at] as Token;
  if (!/^[A-Z]{3}$/.test(text) || !lookup.placeByCode.has(text) || NOT_CODES.has(text)) return null;
  return text;
}

const NOT_CODES = new Set(
  'CEO COO CFO LCC USD EUR PIA MAX THE AND FOR NEW AIR ALL ITS SAR MOU CAA IPO GSA GDP VIP NON DAY ONE TWO UAE UK USA TBA NOV DEC JAN FEB MAR APR MAY JUN JUL AUG SEP OCT PST EST'.split(
    ' ',
  ),
);

/** "Somewhere New (XYZ)": a name that the lexicon lacks, with a code that it has. */
function unknownWithCode(tokens: readonly Token[], at: number, lookup: Lookup): RoughName | null {
  let to = at;
  while (to < tokens.length && to < at + 4 && (tokens[to] as Token).capital) to++;
  const code = bracketed(tokens, to);
  if (code === null || to === at) return null;
  const place = lookup.placeByCode.get(code);
  const airlines = lookup.airlinesByCode.get(code) ?? [];
  const candidates: Candidate[] =
    place && code.length === 3 ? [{ place, weight: 50 }] : airlines.map((airline) => ({ airline, weight: 50 }));
  return candidates.length === 0 ? null : { from: at, to: to + 3, nameTo: to, candidates, code, country: null, region: null };
}

function bracketed(tokens: readonly Token[], at: number): string | null {
  if (tokens[at]?.key !== '(') return null;
  const inner = tokens[at + 1];
  if (inner && tokens[at + 2]?.key === ')' && /^[A-Z]{3}$/.test(inner.text)) return inner.text;
  if (inner && tokens[at + 2]?.key === ')' && /^[A-Z]{2}$/.test(inner.text)) return inner.text;
  // Codes of airlines may hold a digit, which is a token of its own: "B6", "9P", "5W".
  const second = tokens[at + 2];
  if (
    inner &&
    second &&
    tokens[at + 3]?.key === ')' &&
    inner.end === second.start &&
    /^(?:[A-Z][0-9]|[0-9][A-Z])$/.test(inner.text + second.text)
  ) {
    return inner.text + second.text;
  }
  return null;
}

const bracketLength = (code: string): number => (/[0-9]/.test(code) ? 4 : 3);

/** Takes in what follows a name and tells which one is meant: airport words, state, country, code. */
function withSuffix(rough: RoughName, tokens: readonly Token[], lookup: Lookup): RoughName {
  const out = { ...rough };
  const isPlace = rough.candidates.some((candidate) => candidate.place && candidate.place.kind !== 'country');
  if (!isPlace && !rough.candidates.some((candidate) => candidate.airline)) return out;
  if (isPlace) {
    while (AIRPORT_WORDS.has(tokens[out.to]?.key ?? '')) out.to++;
    takeRegion(out, tokens, lookup);
    if (out.country === null && out.region === null) absorbUnknown(out, tokens, lookup);
  }
  const code = bracketed(tokens, out.to);
  if (code !== null && (lookup.placeByCode.has(code) || lookup.airlinesByCode.has(code))) {
    out.code = code;
    out.to += bracketLength(code);
    if (isPlace) takeRegion(out, tokens, lookup);
  }
  return out;
}

/** "Porto Sá Carneiro (OPO)": words between a city and its code belong to the name. */
function absorbUnknown(out: RoughName, tokens: readonly Token[], lookup: Lookup): void {
  for (let extra = 1; extra <= 3 && tokens[out.to + extra - 1]?.word; extra++) {
    if (!(tokens[out.to + extra - 1] as Token).capital) return;
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
  const region = regionAt(tokens, start, opener !== 'in');
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

function regionAt(tokens: readonly Token[], at: number, codes: boolean): { to: number; region: Region } | null {
  const [first, second, third, fourth] = [tokens[at], tokens[at + 1], tokens[at + 2], tokens[at + 3]];
  if (!first) return null;
  const byCode = codes && /^[A-Z]{2,3}$/.test(first.text) ? REGIONS.codes.get(first.text) : undefined;
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

/** "Seoul Incheon", "Paris BVA": a city and its airport side by side are one place. */
function joinNeighbours(rough: readonly RoughName[], tokens: readonly Token[]): RoughName[] {
  const joined: RoughName[] = [];
  for (const next of rough) {
    const last = joined.at(-1);
    if (last && last.to === next.from && last.code === null && tokens[last.to - 1]?.key !== '.' && isAirport(last) && isAirport(next)) {
      joined[joined.length - 1] = { ...next, from: last.from };
    } else joined.push(next);
  }
  return joined;
}

function isAirport(rough: RoughName): boolean {
  return rough.candidates.some((candidate) => candidate.place && candidate.place.kind !== 'country');
}

function settle(rough: readonly RoughName[], tokens: readonly Token[], lookup: Lookup, publishedOn: LocalDate): Mention[] {
  const countries = countriesAround(rough, tokens);
  const named = new Set(
    rough.flatMap((name) => name.candidates.filter((c) => c.airline && (c.weight >= 90 || name.code)).map((c) => c.airline?.id)),
  );
  const known = new Map<string, Candidate>();
  const mentions: Mention[] = [];
  for (const name of rough) {
    const key = tokens
      .slice(name.from, name.nameTo)
      .map((token) => token.key)
      .join(' ');
    const ranked = name.candidates
      .map((candidate) => ({ candidate, score: scoreOf(candidate, name, countries, publishedOn) }))
      .sort((a, b) => b.score - a.score);
    let best = ranked[0]?.candidate;
    if (!best) continue;
    if (best.airline && DEMONYMS.has(key) && !named.has(best.airline.id)) continue;
    const sure = name.code !== null || name.country !== null || name.region !== null;
    const before = known.get(key);
    if (!sure && before && name.candidates.includes(before)) best = before;
    const byCode = name.code !== null ? codeMeans(name.code, best, lookup, publishedOn) : null;
    if (byCode) best = byCode;
    if (sure)
      known.set(key, name.candidates.find((candidate) => candidate.place === best?.place && candidate.airline === best?.airline) ?? best);
    mentions.push(
      mentionOf(
        name,
        best,
        ranked.map((entry) => entry.candidate),
        tokens,
      ),
    );
  }
  return mentions;
}

function mentionOf(name: RoughName, best: Candidate, ranked: readonly Candidate[], tokens: readonly Token[]): Mention {
  const chosen = best.place?.code ?? best.airline?.id;
  const others =
    name.code === null
      ? ranked.map((c) => (best.place ? c.place?.code : c.airline?.id)).filter((id): id is string => id !== undefined && id !== chosen)
      : [];
  return {
    from: name.from,
    to: name.to,
    start: (tokens[name.from] as Token).start,
    end: (tokens[name.nameTo - 1] as Token).end,
    place: best.place ?? null,
    airline: best.airline ?? null,
    alternatives: others.slice(0, 5),
    coded: name.code !== null,
  };
}

function codeMeans(code: string, best: Candidate, lookup: Lookup, publishedOn: LocalDate): Candidate | null {
  if (best.place) {
    const place = lookup.placeByCode.get(code);
    return place && code.length === 3 ? { place, weight: 100 } : null;
  }
  const airlines = lookup.airlinesByCode.get(code) ?? [];
  // A name that stands written out says more than two letters that airlines hand on.
  if (best.weight >= 90 || airlines.some((airline) => airline === best.airline)) return null;
  const valid = airlines.find((airline) => isActive(airline, publishedOn)) ?? airlines[0];
  return valid ? { airline: valid, weight: 100 } : null;
}
