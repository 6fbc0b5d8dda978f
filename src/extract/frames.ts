import { isVerb } from './events.ts';
import type { Mention } from './names.ts';
import type { Token } from './tokens.ts';

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
}

type Role = 'origin' | 'destination' | 'between' | 'link' | 'stop' | 'at' | 'bare' | null;

const GLUE = new Set([
  ',',
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
const LINKS = /^(?:link|links|linking|linked|connect|connects|connecting|connected)$/;
const PREPOSITIONS: Readonly<Record<string, Role>> = {
  from: 'origin',
  to: 'destination',
  into: 'destination',
  towards: 'destination',
  between: 'between',
  via: 'stop',
  through: 'stop',
  in: 'at',
  at: 'at',
  of: 'at',
  by: 'at',
  for: 'at',
  over: 'at',
  near: 'at',
  outside: 'at',
  than: 'at',
  on: null,
  serving: 'destination',
  serve: 'destination',
  after: 'at',
  including: 'bare',
  within: 'at',
  around: 'at',
  against: 'at',
};
/** Nouns that a place explains: "the port city of Faro", "its base in Porto". What governs them governs the place. */
const EXPLAINED =
  /^(?:city|capital|town|resort|island|islands|port|gateway|hub|base|bases|hubs|home|airport|airports|state|province|region|destination|destinations|metropolis|market|territory|republic|district|county|village|area|centre|center|coast|heart|outside)$/;
/** A word after which a place is not what the word before it governs. */
const BOUNDARY =
  /^(?:[.;()•*]|that|which|who|whose|while|when|where|but|because|if|he|she|they|it|we|is|are|was|were|be|been|will|would|has|have|had|can|could|may|should|said|says|not)$/;
const REACH = 9;

/** Reads which places of a sentence are ends of which flights. `hidden`: tokens of dates and brackets, which are read over. */
export function parseFrames(
  tokens: readonly Token[],
  from: number,
  to: number,
  places: readonly Mention[],
  hidden: ReadonlySet<number>,
): Frames {
  const out: Frames = { frames: [], subjects: [], at: [] };
  let frame: Frame | null = null;
  let role: Role = null;
  let linked = false;
  const open = (bare: boolean): Frame => {
    const next: Frame = { origins: [], destinations: [], bare };
    out.frames.push(next);
    return next;
  };
  let cursor = from;
  let chain: Mention[] = [];
  for (let i = 0; i < places.length; i++) {
    const place = places[i] as Mention;
    const next = places[i + 1];
    const gap = wordsOf(tokens, cursor, place.from, hidden);
    const dashNext = next !== undefined && isDash(wordsOf(tokens, place.to, next.from, hidden));
    cursor = place.to;
    if (chain.length > 0) {
      chain.push(place);
      if (!dashNext) {
        frame = open(false);
        const ends = endsOf(chain);
        frame.origins.push(ends[0]);
        frame.destinations.push(ends[1]);
        chain = [];
        role = 'destination';
      }
      continue;
    }
    if (dashNext) {
      chain = [place];
      continue;
    }
    const glued: boolean = i > 0 && gap.length <= 6 && gap.every((token) => GLUE.has(token.key));
    const gapKeys = gap.map((token) => token.key);
    if (glued && frame && (role === 'origin' || role === 'destination' || role === 'bare' || role === 'between' || role === 'link')) {
      if (role === 'between') {
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
          gapKeys.length <= 3 &&
          gapKeys.length > 1 &&
          gapKeys.at(-1) === 'with' &&
          !isAlsoPair(tokens, place, next)))
    ) {
      frame.destinations.push(place);
      role = 'destination';
      continue;
    }
    // "A to B", "A with B"
    const joiner = gapKeys.filter((key) => !GLUE.has(key) && !/^(?:flights?|services?|route|both)$/.test(key));
    const after: boolean = joiner.length === 1 && (joiner[0] === 'to' || joiner[0] === 'with') && i > 0;
    if (after && frame) {
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
        if (frame.destinations.length === 0) out.frames.splice(out.frames.indexOf(frame), 1);
        frame = open(false);
        if (popped) frame.origins.push(popped);
        frame.destinations.push(place);
        role = 'destination';
        continue;
      }
    }
    // "to Portugal: Faro and Porto", "out of Seville: Porto and Faro"
    if (gapKeys.includes(':') && frame) {
      const opens = frame.origins.length > 0 && frame.destinations.length === 0;
      if (opens || (role === 'destination' && places[i - 1]?.place?.kind === 'country')) {
        frame.destinations.push(place);
        role = 'destination';
        continue;
      }
    }
    const told: Role = roleBefore(gap, frame);
    const country = place.place?.kind === 'country';
    if (told === null && isBase(tokens, place)) {
      role = null;
      continue;
    }
    if (told === null && !country && isSubject(tokens, place, to)) {
      out.subjects.push(place);
      role = null;
      continue;
    }
    if (told === null && !country && !standsAlone(gap, tokens[place.to]?.key ?? '')) {
      role = null;
      continue;
    }
    // "Bergen joins the network, with flights to Leeds"
    if (told === 'destination' && frame?.bare && gapKeys.includes('with')) {
      frame.origins = frame.destinations;
      frame.destinations = [place];
      frame.bare = false;
      role = 'destination';
      continue;
    }
    if (told === 'origin') {
      if (!frame || (frame.origins.length > 0 && frame.destinations.length > 0 && role !== 'origin')) frame = open(false);
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
      frame = open(false);
      frame.origins.push(place);
      role = told;
      linked = told === 'link';
    } else if (told === 'stop') role = 'stop';
    else if (told === 'at') {
      out.at.push(place);
      role = 'at';
    } else if (!country) {
      frame = open(true);
      frame.destinations.push(place);
      role = 'bare';
    } else role = null;
  }
  return out;
}

/** A chain that returns to where it began is its first flight, any other is from its first place to its last. */
function endsOf(chain: readonly Mention[]): [Mention, Mention] {
  const [first, second, last] = [chain[0] as Mention, chain[1] as Mention, chain.at(-1) as Mention];
  return first.place === last.place ? [first, second] : [first, last];
}

function wordsOf(tokens: readonly Token[], from: number, to: number, hidden: ReadonlySet<number>): Token[] {
  const words: Token[] = [];
  for (let at = from; at < to; at++) if (!hidden.has(at)) words.push(tokens[at] as Token);
  return words;
}

function isDash(gap: readonly Token[]): boolean {
  return gap.length === 1 && /^[-–/]$/.test(gap[0]?.key ?? '');
}

function pairedLater(tokens: readonly Token[], from: number, to: number, next: Mention | undefined, hidden: ReadonlySet<number>): boolean {
  if (!next) return false;
  return wordsOf(tokens, from, Math.min(to, next.to), hidden).some((token) => token.key === 'with' || token.key === 'to');
}

function isAlsoPair(tokens: readonly Token[], place: Mention, next: Mention | undefined): boolean {
  return next !== undefined && tokens[place.to]?.key === 'with';
}

/** "Porto-based": where a company sits. */
function isBase(tokens: readonly Token[], { to }: Mention): boolean {
  const at = /^[-–]$/.test(tokens[to]?.key ?? '') ? to + 1 : to;
  return tokens[at]?.key === 'based' || (at > to && tokens[at]?.key === 'headquartered');
}

const TELLS =
  /^(?:announced?|announces|confirm(?:s|ed)?|welcom(?:e|es|ed)|gains?|gained|gets?|receives?|received|sees|celebrates?|celebrated|passengers|travell?ers|residents|flyers|holidaymakers|officials)$/;

/** A place that speaks of flights or gets them. */
function isSubject(tokens: readonly Token[], { to }: Mention, end: number): boolean {
  for (let at = to; at < Math.min(end, to + 5); at++) {
    const key = tokens[at]?.key ?? '';
    if (TELLS.test(key)) return true;
    if (!/^(?:airport|airports|'s|has|have|will|is|to|also|soon|today|set|\(|\)|[a-z]{3})$/.test(key)) return false;
  }
  return false;
}

/** "landed in", "touched down at" */
function isArrival(before: readonly Token[]): boolean {
  const last = before.at(-1)?.key ?? '';
  return /^(?:landed|lands|landing|arrived|arrives|arriving)$/.test(last) || (last === 'down' && /^touch/.test(before.at(-2)?.key ?? ''));
}

const STANDING =
  /^(?:,|and|:|but|while|with|the|sees|see|also|add|adds|adding|enter|enters|open|opens|opening|serve|serves|fly|flies|join|launch|launches|start|starts|both|•|-|–|\*|then|new)$/;

/** A place without a word of direction that can be what a sentence speaks of. */
function standsAlone(gap: readonly Token[], next: string): boolean {
  return (
    gap.length === 0 || STANDING.test(gap.at(-1)?.key ?? '') || /^(?:flights?|services?|routes?|nonstops?|follows?|operations)$/.test(next)
  );
}

/** The part that the words before a place give it. */
function roleBefore(gap: readonly Token[], frame: Frame | null): Role {
  let explains = false;
  for (let i = gap.length - 1; i >= 0 && i >= gap.length - REACH; i--) {
    const { key } = gap[i] as Token;
    const before = gap[i - 1]?.key ?? '';
    // "Georgia's second city, Kutaisi"
    if (key === ',' && i === gap.length - 1 && EXPLAINED.test(before)) {
      explains = true;
      i--;
      continue;
    }
    if (LINKS.test(key)) return 'link';
    if (key === 'with') return frame && frame.origins.length > 0 && frame.destinations.length === 0 ? 'destination' : 'at';
    if (key === 'among' || (key === 'to' && /^(?:addition|next|thanks|according|due|prior|close|subject)$/.test(before))) return 'at';
    if (/^(?:of|in|at|on)$/.test(key) && EXPLAINED.test(before)) {
      explains = true;
      i--;
      continue;
    }
    if (key === 'of' && before === 'out') return 'origin';
    if ((key === 'in' || key === 'at') && i === gap.length - 1 && isArrival(gap.slice(0, i))) return 'destination';
    const role = PREPOSITIONS[key];
    if (role === 'origin' && /^(?:carrier|airline|company|firm|group|lcc)$/.test(before)) return 'at';
    if (role !== undefined && role !== null && !(key === 'to' && i < gap.length - 1 && isVerb(gap[i + 1] as Token))) return role;
    if (BOUNDARY.test(key) || (isVerb(gap[i] as Token) && i > 0 && !/^(?:the|its|their|a|an|new)$/.test(before))) break;
  }
  return explains ? 'at' : null;
}
