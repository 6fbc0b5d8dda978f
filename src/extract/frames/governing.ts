import { isVerb } from '../events/verbs.ts';
import type { Token } from '../tokens.ts';

/** The part that a place has in a statement of flights. */
export type Role = 'origin' | 'destination' | 'between' | 'link' | 'stop' | 'at' | 'bare' | null;

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
  /^(?:city|cities|capital|capitals|town|towns|resort|resorts|island|islands|port|gateway|hub|base|bases|hubs|home|airport|airports|state|province|region|destination|destinations|metropolis|market|territory|republic|district|county|village|area|centre|center|coast|heart|outside)$/;
/** A word after which a place is not what the word before it governs. */
const BOUNDARY =
  /^(?:[.:;()•*]|that|which|who|whose|while|when|where|but|because|if|he|she|they|it|we|is|are|was|were|be|been|will|would|has|have|had|can|could|may|should|said|says|not)$/;
const REACH = 9;

const TO_NOWHERE = /^(?:addition|next|thanks|according|due|prior|close|subject|ambassador|envoy|visit|trip|tour|committed|adviser)$/;
const OF = /^(?:of|in|at|on)$/;
const BEGINNING = /^(?:launch|start|introduction|inauguration|resumption|addition)$/;
const DEPARTING = /^(?:departs?|departed|departing|leaves?|left|leaving|bound|bookings|tickets|reservations)$/;
const FLIGHT = /^flights?$/;
const FREIGHT = /^(?:cargo|charter|freight|freighter)$/;
const FROM_WITHIN = /^(?:carrier|airline|company|firm|group|lcc|away|far|different)$/;
const BEFORE_NOUN = /^(?:the|its|their|a|an|new)$/;

/** The part that the words before a place give it; `isOpen`: flights were told from somewhere, and not yet to where. */
export function roleBefore(gap: readonly Token[], isOpen: boolean): Role {
  let explains = false;
  let named = false;
  // "In Asia, Porto and Faro are added"
  if (gap.length === 3 && gap[0]?.key === 'in' && gap[1]?.capital && gap[2]?.key === ',') return 'bare';
  for (let i = gap.length - 1; i >= 0 && i >= gap.length - REACH; i--) {
    const { key } = gap[i] as Token;
    const before = gap[i - 1]?.key ?? '';
    // "Georgia's second city, Kutaisi"
    const isListed = key === ':' && before.endsWith('s');
    if ((key === ',' || isListed) && i === gap.length - 1 && EXPLAINED.test(before)) {
      explains = true;
      named = /^destinations?$/.test(before);
      i--;
      continue;
    }
    if (key === 'except' || (key === 'between' && gap.some((token) => token.key === 'except'))) return 'at';
    if (LINKS.test(key)) return 'link';
    if (key === 'with') return isOpen ? 'destination' : 'at';
    if (key === 'among' || (key === 'to' && TO_NOWHERE.test(before))) return 'at';
    if (OF.test(key) && EXPLAINED.test(before)) {
      explains = true;
      i--;
      continue;
    }
    if (key === 'of' && before === 'out') return 'origin';
    if (key === 'of' && before === 'way') return 'stop';
    if (key === 'of' && i === gap.length - 1 && BEGINNING.test(before)) return 'destination';
    if (key === 'by' && before === 'followed') return 'destination';
    if (key === 'for' && DEPARTING.test(before)) return 'destination';
    if ((key === 'in' || key === 'at') && i === gap.length - 1 && isArrival(gap.slice(0, i))) return 'destination';
    if (key === 'to' && FLIGHT.test(before) && FREIGHT.test(gap[i - 2]?.key ?? '')) return 'at';
    const role = PREPOSITIONS[key];
    if (role === 'origin' && FROM_WITHIN.test(before)) return 'at';
    if (role !== undefined && role !== null && !(key === 'to' && i < gap.length - 1 && isVerb(gap[i + 1] as Token))) return role;
    if (BOUNDARY.test(key) || (isVerb(gap[i] as Token) && i > 0 && !BEFORE_NOUN.test(before))) break;
  }
  // "its tenth destination, Porto"
  if (named) return isOpen ? 'destination' : 'bare';
  return explains ? 'at' : null;
}

const ARRIVING = /^(?:land|landed|lands|landing|arrive|arrived|arrives|arriving)$/;
const TOUCHING = /^touch/;

/** "landed in", "touched down at" */
function isArrival(before: readonly Token[]): boolean {
  const last = before.at(-1)?.key ?? '';
  return ARRIVING.test(last) || (last === 'down' && TOUCHING.test(before.at(-2)?.key ?? ''));
}
