import type { Mention } from '../names/names.ts';
import { firstAt } from '../sorted.ts';
import type { Token } from '../tokens.ts';
import { splitFronted } from './fronted.ts';
import {
  GLUE,
  groupIn,
  isAlsoPair,
  isBase,
  isDash,
  isLinked,
  isMentioned,
  isOwner,
  isSubject,
  joinerOf,
  leadsTo,
  opensAsAirport,
  pairedLater,
  standsAlone,
  wordsOf,
} from './gaps.ts';
import { type Role, roleBefore } from './governing.ts';
import type { Hidden } from './hidden.ts';

/** What one stretch of a sentence says of where flights go. */
export interface Frame {
  origins: Mention[];
  destinations: Mention[];
  /** Places told without a word of direction: "Bergen flights begin". */
  bare: boolean;
}

export interface Frames {
  frames: Frame[];
  /** Places that tell of flights or get them: "Porto airport confirmed", "Porto gains". */
  subjects: Mention[];
  /** Places that something happens at: "landed in", "its base at". */
  at: Mention[];
  /** Of `subjects`, and of those of `at` that are no countries: the first, and the first that is another place. */
  leading: { subjects: readonly Mention[]; at: readonly Mention[] };
}

const TOWARDS = /^(?:to|into|with)$/;
const DIRECTIONS = /^(?:between|from|to)$/;
const GETS = /^(?:gets|gains|sees)$/;
const ANOTHER = /^(?:one|another|third)$/;
const VERBS = /^(?:has|have|will|plans|is|are)$/;

const NONE_LEADING: Frames['leading'] = { subjects: [], at: [] };
export const NO_FRAMES: Frames = { frames: [], subjects: [], at: [], leading: NONE_LEADING };

/** Reads which places of a sentence are ends of which flights. `hidden`: tokens of dates and brackets, which are read over. */
export function parseFrames(
  tokens: readonly Token[],
  from: number,
  to: number,
  places: readonly Mention[],
  hidden: Hidden,
  airlines: readonly Mention[],
): Frames {
  const isAirlineIn = (gap: readonly Token[]): boolean => {
    const first = airlines[firstAt(airlines, gap[0]?.start ?? 0, (mention) => mention.start)];
    return first !== undefined && first.start < (gap.at(-1)?.end ?? 0);
  };
  const out: Frames = { frames: [], subjects: [], at: [], leading: NONE_LEADING };
  let frame: Frame | null = null;
  let role: Role = null;
  let linked = false;
  const open = (bare: boolean, origins: Mention[] = [], destinations: Mention[] = []): Frame => {
    const next: Frame = { origins, destinations, bare };
    out.frames.push(next);
    return next;
  };
  let cursor = from;
  let chain: Mention[] = [];
  let skipped = false;
  let following: Token[] | null = null;
  for (let i = 0; i < places.length; i++) {
    const place = places[i] as Mention;
    if (isOwner(tokens, place)) {
      following = null;
      continue;
    }
    const next = places[i + 1];
    const gap: Token[] = following ?? wordsOf(tokens, cursor, place.from, hidden);
    cursor = place.to;
    following = next === undefined ? null : wordsOf(tokens, cursor, next.from, hidden);
    const dashNext = following !== null && isDash(following);
    if (chain.length > 0) {
      chain.push(place);
      if (!dashNext && skipped) {
        chain = [];
        skipped = false;
        role = 'at';
      } else if (!dashNext) {
        const ends = endsOf(chain);
        frame = open(false, [ends[0]], [ends[1]]);
        chain = [];
        role = 'destination';
      }
      continue;
    }
    if (dashNext) {
      if (isMentioned(gap)) skipped = true;
      chain = [place];
      continue;
    }
    const leads = next !== undefined && following !== null && leadsTo(place, next, following);
    const listed = role === 'destination' && gap.length <= 5 && gap.some((token) => token.key === ',') && !isAirlineIn(gap);
    const glued: boolean =
      i > 0 &&
      gap.length <= 6 &&
      gap.every((token) => GLUE.has(token.key) || (listed && token.capital)) &&
      !(GETS.test(tokens[place.to]?.key ?? '') && gap.some((token) => token.key === 'and'));
    const gapKeys = gap.map((token) => token.key);
    // "the new Bergen to Leeds service", "and Porto to Faro on Monday"
    if (leads && role !== 'between' && !TOWARDS.test(gapKeys.at(-1) ?? '') && roleBefore(gap, false) !== 'link') {
      if (!frame || role !== 'origin' || !gapKeys.every((key) => GLUE.has(key) || key === 'from')) frame = open(false);
      frame.origins.push(place);
      role = 'origin';
      continue;
    }
    if (glued && frame && (role === 'origin' || role === 'destination' || role === 'bare' || role === 'between' || role === 'link')) {
      // "between Porto and Faro, Porto and Lille"
      const isAgain =
        role === 'destination' && frame.origins[0]?.place === place.place && following?.length === 1 && following[0]?.key === 'and';
      if (isAgain) {
        frame = open(false, [place]);
        role = 'between';
      } else if (role === 'between') {
        frame.destinations.push(place);
        role = 'destination';
      } else if (role === 'link' && !pairedLater(tokens, place.to, to, next, hidden)) {
        frame.destinations.push(place);
        role = 'destination';
      } else if (role === 'origin' || role === 'link') frame.origins.push(place);
      else frame.destinations.push(place);
      continue;
    }
    if (glued && (role === 'stop' || role === 'at')) {
      if (role === 'at') out.at.push(place);
      continue;
    }
    // "between Leeds in the north and Porto", "link A with B and C and, at home, with D"
    if (
      frame &&
      ((role === 'between' && gapKeys.includes('and')) ||
        (linked &&
          role === 'destination' &&
          gapKeys.length <= 6 &&
          gapKeys.length > 1 &&
          gapKeys.at(-1) === 'with' &&
          !isAlsoPair(tokens, place, next)))
    ) {
      frame.destinations.push(place);
      role = 'destination';
      continue;
    }
    // "A to B", "A with B"
    const joiner = frame && i > 0 ? joinerOf(gap) : null;
    if (frame && (joiner === 'to' || joiner === 'with')) {
      if (role === 'link' || role === 'origin') {
        frame.destinations.push(place);
        role = 'destination';
        continue;
      }
      if (role === 'bare') {
        frame.origins = frame.destinations;
        frame.destinations = [place];
        frame.bare = false;
        role = 'destination';
        continue;
      }
      if (role === 'destination' && gapKeys.length === 1) {
        const popped: Mention | undefined = frame.destinations.pop();
        if (frame.destinations.length === 0) out.frames.pop();
        frame = open(false, popped ? [popped] : [], [place]);
        role = 'destination';
        continue;
      }
    }
    // "Porto will be linked with Faro"
    if (frame?.bare && frame.destinations.length === 1 && isLinked(gap)) {
      frame.origins = frame.destinations;
      frame.destinations = [place];
      frame.bare = false;
      role = 'destination';
      continue;
    }
    // "to Portugal: Faro and Porto", "out of Seville: Porto and Faro"
    const colon = gapKeys.findLastIndex((key) => key === ':' || key === 'namely');
    if (colon >= 0 && frame && !gapKeys.slice(colon).some((key) => DIRECTIONS.test(key))) {
      const opens = frame.origins.length > 0 && frame.destinations.length === 0;
      // "to Larnaca from four cities: Samara and Kazan"
      if (frame.origins.length === 0 && gapKeys.slice(0, colon).includes('from')) {
        frame.origins.push(place);
        frame.bare = false;
        role = 'origin';
        continue;
      }
      if (opens || (role === 'destination' && places[i - 1]?.place?.kind === 'country')) {
        frame.destinations.push(place);
        role = 'destination';
        continue;
      }
    }
    const isOpen = frame !== null && frame.origins.length > 0 && frame.destinations.length === 0;
    const told: Role = roleBefore(gap, isOpen);
    const country = place.place?.kind === 'country';
    // "to two cities in Portugal, Faro and Porto", "between the capitals of …, Lisbon and Madrid"
    const group = country ? groupIn(gap) : -1;
    if (group >= 0 && gapKeys.length > 0) {
      const meant = roleBefore(gap.slice(0, group), isOpen);
      if (meant === 'destination' || meant === 'origin') {
        if (!frame || (meant === 'origin' && frame.destinations.length > 0)) frame = open(false);
        role = meant;
        continue;
      }
    }
    if (told === null && isBase(tokens, place)) {
      role = null;
      continue;
    }
    const isWhere =
      told === 'at' && ((tokens[place.to]?.key === ',' && tokens[place.to + 1]?.key === 'where') || tokens[place.to]?.key === 'there');
    const isFree = told === null || (told === 'at' && gapKeys.at(-1) === ',' && gapKeys.length > 1);
    if (isWhere || (isFree && !country && (isSubject(tokens, place, to) || opensAsAirport(tokens, place, gap, from)))) {
      out.subjects.push(place);
      role = null;
      continue;
    }
    if (told === null && !country && !standsAlone(gap, tokens[place.to]?.key ?? '')) {
      role = null;
      continue;
    }
    // "a service from Porto begins in May, one to Faro in June"
    if (told === 'destination' && frame && role === 'origin' && frame.destinations.length === 0 && gapKeys.some((key) => ANOTHER.test(key)))
      frame = open(false);
    // "Bergen joins the network, with flights to Leeds"
    if (told === 'destination' && frame?.bare && gapKeys.includes('with') && !gapKeys.includes('along')) {
      frame.origins = frame.destinations;
      frame.destinations = [place];
      frame.bare = false;
      role = 'destination';
      continue;
    }
    if (told === 'origin') {
      const another =
        frame !== null && frame.origins.length > 0 && gap.some((token) => (token.capital && !GLUE.has(token.key)) || VERBS.test(token.key));
      if (!frame || another || (frame.origins.length > 0 && frame.destinations.length > 0 && role !== 'origin')) frame = open(false);
      frame.origins.push(place);
      frame.bare = false;
      role = 'origin';
    } else if (told === 'destination') {
      if (
        !frame ||
        (frame.bare && frame.origins.length === 0) ||
        (frame.origins.length > 0 && frame.destinations.length > 0 && role === 'origin')
      )
        frame = open(false);
      frame.destinations.push(place);
      role = 'destination';
    } else if (told === 'between' || told === 'link') {
      frame = open(false, [place]);
      role = told;
      linked = told === 'link';
    } else if (told === 'stop') role = 'stop';
    else if (told === 'at') {
      out.at.push(place);
      role = 'at';
    } else if (!country) {
      frame = open(true, [], [place]);
      role = 'bare';
    } else if (gapKeys[0] !== ';' || role !== 'destination') role = null;
  }
  splitFronted(out.frames, tokens, from, hidden);
  if (out.subjects.length > 0 || out.at.length > 0)
    out.leading = { subjects: firstTwo(out.subjects), at: firstTwo(out.at.filter(({ place }) => place?.kind !== 'country')) };
  return out;
}

/** The first place, and the first that is another. */
function firstTwo(mentions: readonly Mention[]): readonly Mention[] {
  const [first] = mentions;
  const second = first && mentions.find(({ place }) => place !== first.place);
  return first === undefined ? [] : second === undefined ? [first] : [first, second];
}

/** A chain that returns to where it began is its first flight, any other is from its first place to its last. */
function endsOf(chain: readonly Mention[]): [Mention, Mention] {
  const [first, second, last] = [chain[0] as Mention, chain[1] as Mention, chain.at(-1) as Mention];
  return first.place === last.place ? [first, second] : [first, last];
}
