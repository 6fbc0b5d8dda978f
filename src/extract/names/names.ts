import type { LocalDate } from '../../domain/dates.ts';
import type { Airline } from '../../domain/places.ts';
import type { Span } from '../draft.ts';
import { isVerb } from '../events/verbs.ts';
import type { LexiconPlace } from '../lexicon.ts';
import type { Token } from '../tokens.ts';
import { type Candidate, type Lookup, longestName } from './lookup.ts';
import { countriesAround, DEMONYMS, isActive, type RoughName, scoreOf } from './name-score.ts';
import { bracketed, takeSuffix } from './suffix.ts';

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

/** "Beijing time", "the Oxford University": what only bears the name of a place. */
const NAMESAKES = /^(?:time|university|marathon|expo|protocol|declaration|summit|exchange|convention|partners)$/;
const NUMBER_FIRST = /^\p{N}/u;

const LETTERS = /^[A-Z]{4,}$/;
const COMPANY = /^(?:air|airlines|airways|aviation)$/;

/** "Bergen Airways": a company that bears the name of a place and is not known. */
function isCompany(
  { to, candidates }: { to: number; candidates: readonly Candidate[] },
  tokens: readonly Token[],
  lookup: Lookup,
): boolean {
  const next = tokens[to];
  if (!next?.capital || !COMPANY.test(next.key)) return false;
  return candidates.every(({ airline }) => !airline) && longestName(lookup.names, tokens, to) === null;
}

function roughAt(tokens: readonly Token[], at: number, lookup: Lookup): RoughName | null {
  const token = tokens[at] as Token;
  const corrected = lookup.corrected.longestAt(tokens, at, tokens.length);
  const isName = token.capital || NUMBER_FIRST.test(token.text) || lookup.brands.has(token.text) || token.text.startsWith('fly');
  if (!corrected && !isName) return null;
  const capital = corrected ? null : capitalAt(tokens, at, lookup);
  if (capital) return capital;
  const named = longestName(lookup.names, tokens, at);
  // An editor's own name goes before a shorter one of the lexicon, and stands beside one that is as long.
  const found =
    corrected && corrected.to >= (named?.to ?? 0)
      ? { to: corrected.to, candidates: [corrected.value, ...(named?.to === corrected.to ? named.candidates : [])] }
      : named;
  if (found && found === named && (NAMESAKES.test(tokens[found.to]?.key ?? '') || isCompany(found, tokens, lookup))) return null;
  const code = found ? null : bareCode(tokens, at, lookup);
  if (!found && code === null) return unknownWithCode(tokens, at, lookup);
  const nameTo = found ? found.to : at + 1;
  const candidates = found ? found.candidates : [{ place: lookup.placeByCode.get(code as string) as LexiconPlace, weight: 50 }];
  const name: RoughName = { from: at, to: nameTo, nameTo, candidates, code, country: null, region: null };
  takeSuffix(name, tokens, lookup);
  return name;
}

/** "the Maltese capital" */
function capitalAt(tokens: readonly Token[], at: number, lookup: Lookup): RoughName | null {
  const facts = DEMONYMS.get(tokens[at]?.key ?? '');
  const place =
    facts && tokens[at + 1]?.key === 'capital' && tokens[at + 2]?.key !== 'city' ? lookup.placeByCode.get(facts.capital) : undefined;
  if (!place) return null;
  return { from: at, to: at + 2, nameTo: at + 2, candidates: [{ place, weight: 90 }], code: null, country: null, region: null };
}

const CODE = /^[A-Z]{2,3}$/;

/** "BGO-LBA": a code of a place without brackets, next to another one or named before. */
function bareCode(tokens: readonly Token[], at: number, lookup: Lookup): string | null {
  const { text } = tokens[at] as Token;
  if (!CODE.test(text) || NOT_CODES.has(text) || tokens[at + 1]?.key === 'group') return null;
  return (text.length === 3 ? lookup.placeByCode.get(text)?.code : undefined) ?? lookup.placeByShort.get(text)?.code ?? null;
}

const NOT_CODES = new Set(
  'CEO COO CFO LCC USD EUR PIA MAX THE AND FOR NEW AIR ALL ITS SAR MOU CAA IPO GSA GDP VIP NON DAY ONE TWO UAE UK USA TBA NOV DEC JAN FEB MAR APR MAY JUN JUL AUG SEP OCT PST EST'.split(
    ' ',
  ),
);

/** Words that begin a sentence and no name. */
const STARTS = /^(?:from|to|in|at|on|between|and|the|via|both|new|a|an|its|flights?)$/;

/** "Somewhere New (XYZ)": a name that the lexicon lacks, with a code that it has. */
function unknownWithCode(tokens: readonly Token[], at: number, lookup: Lookup): RoughName | null {
  let to = at;
  while (to < tokens.length && to < at + 4 && (tokens[to] as Token).capital) to++;
  const code = bracketed(tokens, to);
  if (code === null || NOT_CODES.has(code) || to === at || STARTS.test(tokens[at]?.key ?? '')) return null;
  // "Sunny Bergen (BGO)": the name that is known begins later.
  for (let later = at + 1; later < to; later++) if (longestName(lookup.names, tokens, later)?.to === to) return null;
  const place = lookup.placeByCode.get(code);
  const airlines = lookup.airlinesByCode.get(code) ?? [];
  const candidates: Candidate[] =
    place && code.length === 3 ? [{ place, weight: 50 }] : airlines.map((airline) => ({ airline, weight: 50 }));
  return candidates.length === 0 ? null : { from: at, to: to + 3, nameTo: to, candidates, code, country: null, region: null };
}

/** "Seoul Incheon", "Moscow's Sheremetyevo": a city and its airport side by side are one place. */
function joinNeighbours(rough: readonly RoughName[], tokens: readonly Token[]): RoughName[] {
  const joined: RoughName[] = [];
  for (const next of rough) {
    const last = joined.at(-1);
    if (last && last.code === null && isAirport(last) && isAirport(next) && isBeside(last, next, tokens)) {
      const bracket = tokens[last.to]?.key === '(' && tokens[next.to]?.key === ')';
      joined[joined.length - 1] = { ...next, from: last.from, to: bracket ? next.to + 1 : next.to };
    } else if (last && isShortFor(last, next, tokens)) joined[joined.length - 1] = { ...last, to: next.to + 1 };
    else joined.push(next);
  }
  return joined;
}

const JOINT = /^(?:'s|\()$/;

/** "Nnamdi Azikiwe International Airport (NAIA)": letters that stand for the name before, whatever else they mean. */
function isShortFor(last: RoughName, { from, to }: RoughName, tokens: readonly Token[]): boolean {
  const isAlone = last.to === from - 1 && to === from + 1 && tokens[last.to]?.key === '(' && tokens[to]?.key === ')';
  return isAlone && isAirport(last) && LETTERS.test(tokens[from]?.text ?? '');
}

function isBeside(last: RoughName, next: RoughName, tokens: readonly Token[]): boolean {
  if (last.to === next.from) return tokens[last.to - 1]?.key !== '.';
  return last.to + 1 === next.from && JOINT.test(tokens[last.to]?.key ?? '') && isIn(next, last);
}

/** One of the airports that a name may mean lies in one of the cities that another may mean. */
function isIn(airports: RoughName, cities: RoughName): boolean {
  const codes = new Set(cities.candidates.flatMap(({ place }) => (place ? [place.code, place.metro] : [])));
  return airports.candidates.some(({ place }) => place && ((place.metro !== null && codes.has(place.metro)) || codes.has(place.code)));
}

function isAirport(rough: RoughName): boolean {
  return rough.candidates.some((candidate) => candidate.place && candidate.place.kind !== 'country');
}

function settle(rough: readonly RoughName[], tokens: readonly Token[], lookup: Lookup, publishedOn: LocalDate): Mention[] {
  const countries = countriesAround(rough, tokens);
  const named = airlinesNamed(rough);
  const known = new Map<string, Candidate>();
  const keys = rough.map((name) => keyOf(name, tokens));
  const actors = new Set(keys.filter((_, index) => isActor(rough[index] as RoughName, tokens)));
  const ranking = rankingOf(
    (candidate, name, key) => scoreOf(candidate, name, countries, publishedOn) + (candidate.airline && actors.has(key) ? 25 : 0),
  );
  const mentions: Mention[] = [];
  rough.forEach((name, index) => {
    const key = keys[index] as string;
    const ranked = ranking(name, key);
    let [best] = ranked;
    if (!best) return;
    if (best.airline && DEMONYMS.has(key) && !named.has(best.airline) && !isActor(name, tokens)) return;
    const sure = isSure(name);
    const before = known.get(key);
    if (!sure && before && name.candidates.includes(before)) best = before;
    const byCode = name.code !== null ? codeMeans(name.code, best, name, lookup, publishedOn) : null;
    if (byCode) best = byCode;
    if (sure)
      known.set(key, name.candidates.find((candidate) => candidate.place === best?.place && candidate.airline === best?.airline) ?? best);
    mentions.push(mentionOf(name, best, ranked, tokens));
  });
  return mentions;
}

/** What stands with the name tells which one is meant. */
function isSure({ code, country, region }: RoughName): boolean {
  return code !== null || country !== null || region !== null;
}

/** Airlines that the text names beyond doubt. */
function airlinesNamed(rough: readonly RoughName[]): Set<Airline> {
  const named = new Set<Airline>();
  for (const { candidates, code } of rough)
    for (const { airline, weight } of candidates) if (airline && (weight >= 90 || code)) named.add(airline);
  return named;
}

/** What a name may mean, the likeliest first: for a bare name the same wherever a text has it. */
function rankingOf(score: (candidate: Candidate, name: RoughName, key: string) => number) {
  const known = new Map<string, { candidates: readonly Candidate[]; ranked: readonly Candidate[] }>();
  return (name: RoughName, key: string): readonly Candidate[] => {
    const { candidates } = name;
    if (candidates.length < 2) return candidates;
    const before = isSure(name) ? undefined : known.get(key);
    if (before?.candidates === candidates) return before.ranked;
    const ranked = candidates
      .map((candidate) => ({ candidate, score: score(candidate, name, key) }))
      .sort((a, b) => b.score - a.score)
      .map((entry) => entry.candidate);
    if (!isSure(name)) known.set(key, { candidates, ranked });
    return ranked;
  };
}

const ACTS = /^(?:has|will|is|plans|to|said|says|makes|gets|takes|puts|'s)$/;

/** "Swiss has", "Norwegian will": it does something, as a people hardly does in news of flights. */
function isActor({ from, to }: RoughName, tokens: readonly Token[]): boolean {
  const next = tokens[to];
  return next !== undefined && tokens[from - 1]?.key !== 'the' && (ACTS.test(next.key) || isVerb(next));
}

function keyOf({ from, nameTo }: RoughName, tokens: readonly Token[]): string {
  let key = (tokens[from] as Token).key;
  for (let at = from + 1; at < nameTo; at++) key += ` ${(tokens[at] as Token).key}`;
  return key;
}

function mentionOf(name: RoughName, best: Candidate, ranked: readonly Candidate[], tokens: readonly Token[]): Mention {
  return {
    from: name.from,
    to: name.to,
    start: (tokens[name.from] as Token).start,
    end: (tokens[name.nameTo - 1] as Token).end,
    place: best.place ?? null,
    airline: best.airline ?? null,
    alternatives: name.code === null ? othersOf(best, ranked) : NONE,
    coded: name.code !== null,
  };
}

const NONE: readonly string[] = [];
/** So many of the things that a name may mean besides are told. */
const OTHERS = 5;

function othersOf(best: Candidate, ranked: readonly Candidate[]): readonly string[] {
  if (ranked.length < 2 && ranked[0] === best) return NONE;
  const idOf = ({ place, airline }: Candidate): string | undefined => (best.place ? place?.code : airline?.id);
  const chosen = best.place?.code ?? best.airline?.id;
  return ranked
    .map(idOf)
    .filter((id): id is string => id !== undefined && id !== chosen)
    .slice(0, OTHERS);
}

function isFar(a: LexiconPlace, b: LexiconPlace): boolean {
  return Math.abs(a.latitude - b.latitude) > 15 || Math.abs(a.longitude - b.longitude) > 30;
}

function codeMeans(code: string, best: Candidate, { candidates }: RoughName, lookup: Lookup, publishedOn: LocalDate): Candidate | null {
  if (best.place) {
    const place = lookup.placeByCode.get(code);
    // "Bandaranaike International Airport (BIA)": letters that are no code of IATA.
    if (!place || code.length !== 3 || (!candidates.some((one) => one.place?.country === place.country) && isFar(place, best.place)))
      return null;
    return { place, weight: 100 };
  }
  const airlines = lookup.airlinesByCode.get(code) ?? [];
  // A name that stands written out says more than two letters that airlines hand on.
  if (best.weight >= 90 || airlines.some((airline) => airline === best.airline)) return null;
  const valid = airlines.find((airline) => isActive(airline, publishedOn)) ?? airlines[0];
  return valid ? { airline: valid, weight: 100 } : null;
}
