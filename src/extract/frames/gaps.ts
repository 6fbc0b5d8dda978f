import type { Mention } from '../names/names.ts';
import type { Token } from '../tokens.ts';
import type { Hidden } from './hidden.ts';

/** Words that hold the parts of a list together. */
export const GLUE = new Set([
  ',',
  ';',
  'and',
  'or',
  'plus',
  'as',
  'well',
  'both',
  'then',
  'also',
  'the',
  '"',
  '“',
  '”',
  'nearby',
  'new',
  'even',
  'along',
]);

/** The tokens between two places that are not read over. */
export function wordsOf(tokens: readonly Token[], from: number, to: number, hidden: Hidden): Token[] {
  for (let at = from; at < to; at++) if (hidden(at)) return tokens.slice(from, to).filter((_, index) => !hidden(from + index));
  return tokens.slice(from, to);
}

const DASH = /^[-–/]$/;

export function isDash(gap: readonly Token[]): boolean {
  return gap.length === 1 && DASH.test(gap[0]?.key ?? '');
}

const FLIGHTS = /^(?:flights?|services?|routes?|nonstops?|links?|connections?|both)$/;

/** The one word between two places that is not glue and no flights; null where there is none, or more. */
export function joinerOf(gap: readonly Token[]): string | null {
  let joiner: string | null = null;
  for (const { key } of gap) {
    if (GLUE.has(key) || FLIGHTS.test(key)) continue;
    if (joiner !== null) return null;
    joiner = key;
  }
  return joiner;
}

const GROUPS = /^(?:cities|capitals|airports|islands|resorts|towns|destinations)$/;

/** Where it speaks of several places, by which others are meant than the one that follows; -1 where it does not. */
export function groupIn(gap: readonly Token[]): number {
  return gap.findLastIndex(({ key }) => GROUPS.test(key));
}

const WITH = /^(?:with|to)$/;
const LINKED = /^(?:linked|connected|joined)$/;
const LINKING =
  /^(?:will|would|to|is|are|be|been|being|has|have|was|were|also|soon|then|now|directly|linked|connected|joined|with|by|air)$/;

/** "will also be linked directly with" */
export function isLinked(gap: readonly Token[]): boolean {
  return WITH.test(gap.at(-1)?.key ?? '') && gap.every(({ key }) => LINKING.test(key)) && gap.some(({ key }) => LINKED.test(key));
}

/** "Georgia's second city": a country that only tells whose the place is. */
export function isOwner(tokens: readonly Token[], { place, to }: Mention): boolean {
  return place?.kind === 'country' && tokens[to]?.key === "'s";
}

/** "Bergen to Leeds": nothing but "to" stands between a place and the next. */
export function leadsTo(place: Mention, next: Mention, gap: readonly Token[]): boolean {
  const alike = (place.place?.kind === 'country') === (next.place?.kind === 'country');
  return alike && gap[0]?.key === 'to' && gap.every((token, index) => index === 0 || token.capital || GLUE.has(token.key));
}

/** Another place follows that the one before is paired with. */
export function pairedLater(tokens: readonly Token[], from: number, to: number, next: Mention | undefined, hidden: Hidden): boolean {
  if (!next) return false;
  return wordsOf(tokens, from, Math.min(to, next.to), hidden).some((token) => token.key === 'with' || token.key === 'to');
}

export function isAlsoPair(tokens: readonly Token[], place: Mention, next: Mention | undefined): boolean {
  return next !== undefined && tokens[place.to]?.key === 'with';
}

const BESIDE = /^(?:after|following|besides|alongside|like|unlike|despite|top)$/;
const STOP = /^[,;:]$/;

/** "after its first Porto–Faro flight", "on top of the Porto–Faro flights": flights that there are. */
export function isMentioned(gap: readonly Token[]): boolean {
  for (let i = gap.length - 1; i >= 0 && i >= gap.length - 9; i--) {
    const key = gap[i]?.key ?? '';
    if (BESIDE.test(key)) return true;
    if (STOP.test(key)) return false;
  }
  return false;
}

const HYPHEN = /^[-–]$/;
const SEATED = /^(?:headquartered|owned)$/;

/** "Porto-based": where a company sits. */
export function isBase(tokens: readonly Token[], { to }: Mention): boolean {
  const at = HYPHEN.test(tokens[to]?.key ?? '') ? to + 1 : to;
  return tokens[at]?.key === 'based' || (at > to && SEATED.test(tokens[at]?.key ?? ''));
}

const TELLS =
  /^(?:announced?|announces|confirm(?:s|ed)?|welcom(?:e|es|ed)|gains?|gained|gets?|got|receives?|received|sees|celebrates?|celebrated|loses?|lost|passengers|travell?ers|residents|flyers|holidaymakers|officials)$/;

const BEFORE_TELLING = /^(?:airport|airports|'s|has|have|will|is|to|also|soon|today|set|\(|\)|[a-z]{3})$/;

/** A place that speaks of flights or gets them. */
export function isSubject(tokens: readonly Token[], { to }: Mention, end: number): boolean {
  // "its Porto debut"
  if (tokens[to]?.key === 'debut') return true;
  for (let at = to; at < Math.min(end, to + 5); at++) {
    const key = tokens[at]?.key ?? '';
    if (TELLS.test(key)) return true;
    if (!BEFORE_TELLING.test(key)) return false;
  }
  return false;
}

const GOES_ON = /^(?:to|and|,|-|–|\/)$/;

/** "Porto airport …", at the beginning of a sentence: it is about that airport. */
export function opensAsAirport(tokens: readonly Token[], place: Mention, gap: readonly Token[], from: number): boolean {
  const named = tokens.slice(place.from, place.to).some(({ key }) => key === 'airport');
  return named && gap.length <= 1 && place.from <= from + 1 && !GOES_ON.test(tokens[place.to]?.key ?? '');
}

const STANDING =
  /^(?:,|and|:|but|while|with|the|sees|see|also|add|adds|adding|enter|enters|open|opens|opening|serve|serves|fly|flies|join|launch|launches|start|starts|both|•|-|–|\*|then|new)$/;

const IS = /^(?:is|are|be)$/;
const CALLED = /^(?:point|points|destination|destinations|gateway|addition|route)$/;
const FLOWN = /^(?:flights?|services?|routes?|nonstops?|follows?|operations)$/;

/** A place without a word of direction that can be what a sentence speaks of. */
export function standsAlone(gap: readonly Token[], next: string): boolean {
  return (
    gap.length === 0 ||
    (IS.test(gap.at(-1)?.key ?? '') && gap.some(({ key }) => CALLED.test(key))) ||
    STANDING.test(gap.at(-1)?.key ?? '') ||
    FLOWN.test(next)
  );
}
