import type { Airline } from '../../domain/places.ts';
import type { Lexicon, LexiconPlace } from '../lexicon.ts';
import { fold, type Token, tokenise } from '../tokens.ts';
import { type Taught, taughtOf } from './taught.ts';

/** What a name may mean, with how likely it means that when nothing around it helps. */
export interface Candidate {
  place?: LexiconPlace;
  airline?: Airline;
  weight: number;
}

export interface TrieNode {
  next: Map<string, TrieNode>;
  candidates: Candidate[];
}

export interface Lookup {
  names: TrieNode;
  /** Names that editors gave. */
  corrected: Taught<Candidate>;
  placeByCode: ReadonlyMap<string, LexiconPlace>;
  /** First words of airlines that write themselves with a small letter: "easyJet". */
  brands: ReadonlySet<string>;
  /** Codes that places had once, and other short forms that are only written in capitals. */
  placeByShort: ReadonlyMap<string, LexiconPlace>;
  airlinesByCode: ReadonlyMap<string, readonly Airline[]>;
}

/** More than any name of the lexicon has, and less than it gains when the text itself says which one is meant ("London, Ontario"). */
const CORRECTED = 200;

/** Islands that are spoken of as one destination. */
const ISLANDS =
  'VC SVD;GD GND;LC UVF;KN SKB;AG ANU;DM DOM;BB BGI;AW AUA;CW CUR;BM BDA;KY GCM;GI GIB;MU MRU;SC SEZ;SX SXM;RE RUN;MQ FDF;GP PTP'
    .split(';')
    .map((row) => row.split(' ') as [string, string]);

/** Airports that are meant by the bare name of their city although it has others, or a code of its own. */
const MAIN = new Set(
  'YUL YYZ CGK YYG MCO ICN ARN HYD BHX MEL BCN BRS AMM ROC LED KEF ORD GIG GRU OTP KIX CTS VRN FCO PEK PNH DFW TFS EZE BZE'.split(' '),
);

/** Words that are names of places too, yet hardly ever mean them. */
const NEVER_ALONE = new Set(
  (
    'the in on at it to of same most along union central park international national airport sale date bar best man page hope may march august sunday monday ' +
    'tuesday wednesday thursday friday saturday january february april june july september october november december an as is by be no new one two all east west ' +
    'north south spring summer winter fall autumn first air airlines airways industry university independence liberty city general grand santa port long flights ' +
    'flight bole central president director minister male# kong capital san of los las el la de al us-# airport car united-#'
  )
    .split(' ')
    .filter((word) => !word.endsWith('#')),
);

const TAIL =
  /\s+(?:international|intl|regional|municipal|national|domestic|county|memorial|metropolitan|executive|field|airport|aeropuerto|airfield|air base|\(.*\))\s*$/i;

/** The name of an airport without what every airport is called. */
function shortened(name: string): string {
  let short = name.replace(/\s*\([^)]*\)\s*$/, '');
  for (let i = 0; i < 4; i++) short = short.replace(TAIL, '');
  return short;
}

export function makeLookup(lexicon: Lexicon): Lookup {
  const names: TrieNode = { next: new Map(), candidates: [] };
  const placeByCode = new Map(lexicon.places.map((place) => [place.code, place]));
  const placeByShort = new Map(lexicon.places.flatMap((place) => place.aliases.filter(isShort).map((alias) => [alias, place] as const)));
  const airlinesByCode = new Map<string, Airline[]>();
  for (const place of lexicon.places) addPlace(names, place);
  for (const [country, code] of ISLANDS) {
    const [island, place] = [placeByCode.get(country), placeByCode.get(code)];
    if (island && place) for (const name of [island.name, ...island.aliases]) addName(names, name, { place, weight: 90 });
  }
  for (const airline of lexicon.airlines) {
    addName(names, airline.name, { airline, weight: 90 });
    for (const alias of airline.aliases) addName(names, alias, { airline, weight: 80 });
    for (const code of [airline.iata, airline.icao]) {
      if (code !== null) airlinesByCode.set(code, [...(airlinesByCode.get(code) ?? []), airline]);
    }
  }
  const airlineById = new Map(lexicon.airlines.map((airline) => [airline.id, airline]));
  const corrected: { words: string; value: Candidate }[] = [];
  for (const { kind, words, means } of lexicon.corrections) {
    const place = kind === 'place' ? placeByCode.get(means ?? '') : undefined;
    const airline = kind === 'airline' ? airlineById.get(means ?? '') : undefined;
    if (place) corrected.push({ words, value: { place, weight: CORRECTED } });
    if (airline) corrected.push({ words, value: { airline, weight: CORRECTED } });
  }
  const brands = new Set(
    lexicon.airlines
      .flatMap(({ name, aliases }) => [name, ...aliases])
      .flatMap((name) => (/^\p{Ll}/u.test(name) ? [name.split(' ')[0] as string] : [])),
  );
  return { names, corrected: taughtOf('name', corrected), placeByCode, brands, placeByShort, airlinesByCode };
}

/** "SRI": in other letters it is a word. */
function isShort(alias: string): boolean {
  return /^[A-Z]{2,3}$/.test(alias);
}

function addPlace(names: TrieNode, place: LexiconPlace): void {
  if (place.kind !== 'airport') {
    const weight = place.kind === 'metro' ? 100 : 70;
    for (const name of [place.name, ...place.aliases]) addName(names, name, { place, weight });
    return;
  }
  const closed = /\(closed\)/i.test(place.name) ? 50 : 0;
  const international = /international/i.test(place.name) ? 8 : 0;
  const short = shortened(place.name);
  const named = place.city !== null && fold(short).startsWith(fold(place.city)) ? 10 : 0;
  addName(names, short, { place, weight: 78 + international - closed });
  if (!/^\s*(?:(?:international|regional|municipal)\s+)?airport\s*$/i.test(place.name.slice(short.length)))
    addName(names, place.name, { place, weight: 85 - closed });
  if (place.city !== null) addName(names, place.city, { place, weight: MAIN.has(place.code) ? 104 : 72 + international + named - closed });
  for (const part of short.split(/[–/]/))
    if (part.trim().length > 7 || /\S{3} \S{3}/.test(part)) addName(names, part, { place, weight: 60 - closed });
  for (const alias of place.aliases)
    if (!isShort(alias)) addName(names, alias, { place, weight: (fold(alias) === fold(place.city ?? '') ? 96 : 84) - closed });
}

function addName(names: TrieNode, name: string, candidate: Candidate): void {
  const keys = tokenise(name)
    .filter((token) => token.word || token.key === 'and')
    .map((token) => token.key);
  if (keys.length === 0 || (keys.length === 1 && (NEVER_ALONE.has(keys[0] as string) || (keys[0] as string).length < 2))) return;
  let node = names;
  for (const key of keys) {
    let next = node.next.get(key);
    if (!next) {
      next = { next: new Map(), candidates: [] };
      node.next.set(key, next);
    }
    node = next;
  }
  const same = node.candidates.find((known) => known.place === candidate.place && known.airline === candidate.airline);
  if (same) same.weight = Math.max(same.weight, candidate.weight);
  else node.candidates.push(candidate);
}

const JOINT = /^(?:[-–/]|'s)$/;
const NUMBER = /^\p{N}/u;

/** The stop of "St. Petersburg", the mark of "Cox's Bazar"; not the stop of "until June 9. Air Nostrum". */
function joins(before: Token, mark: Token): boolean {
  return mark.start === before.end && (mark.key === '.' ? !NUMBER.test(before.text) : JOINT.test(mark.key));
}

/** The longest name that begins at a token. */
export function longestName(
  names: TrieNode,
  tokens: readonly Token[],
  from: number,
): { to: number; candidates: readonly Candidate[] } | null {
  let node = names;
  let found: { to: number; candidates: readonly Candidate[] } | null = null;
  for (let at = from; at < tokens.length && at < from + 16; at++) {
    const token = tokens[at] as Token;
    if (!token.word && token.key !== 'and') {
      if (at > from && joins(tokens[at - 1] as Token, token)) continue;
      break;
    }
    const next = node.next.get(token.key);
    if (!next) break;
    node = next;
    if (node.candidates.length > 0) found = { to: at + 1, candidates: node.candidates };
  }
  return found;
}
