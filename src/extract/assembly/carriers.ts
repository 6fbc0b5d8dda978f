import { isVerb } from '../events/verbs.ts';
import type { Mention } from '../names/names.ts';
import { firstAt } from '../sorted.ts';
import type { Statement } from '../statements.ts';
import { holds, type Token } from '../tokens.ts';
import type { Memory, Slot } from './rough.ts';

/** "in cooperation with the regional carrier Widerøe" */
function isBesideWith({ from }: Mention, tokens: readonly Token[]): boolean {
  for (let at = from - 1; at >= 0 && at > from - 5; at--) {
    const token = tokens[at];
    if (token?.key === 'with') return true;
    if (!token?.word || token.capital) return false;
  }
  return false;
}

/** "flights of Volotea": whose they are. */
const OWNED = /^(?:flights?|services?|routes?|network|operations|links?|nonstops?|connections?)$/;
const PART = /^(?:subsidiary|arm|unit|offshoot|sister|brand|regional)$/;
const BY_THE_WAY = /^(?:with|meets|meet|against|than|of|like|among|joins|joining|beside|alongside|by|following)$/;

/** So many airlines around a pair are looked at. */
const NEAR = 20;
/** So many in one breath are looked at. */
const CHAIN = 5;

const SINCE = /^(?:when|since|until|after|before|once|because|unlike)$/;

/** Whether an airline of a sentence is only named beside another. */
function isAside(airlines: readonly Mention[], index: number, tokens: readonly Token[], depth = 0): boolean {
  const mention = airlines[index] as Mention;
  const before = tokens[mention.from - 1]?.key ?? '';
  if (SINCE.test(before) || isBesideWith(mention, tokens)) return true;
  if (before === 'of' && OWNED.test(tokens[mention.from - 2]?.key ?? '')) return false;
  // "Iberia's subsidiary Air Nostrum", "Iberia subsidiary Air Nostrum"
  if (PART.test(tokens[mention.to]?.key ?? '') && tokens[mention.to + 1]?.capital) return true;
  if (tokens[mention.to]?.key === "'s" && holds(tokens, mention.to + 1, mention.to + 3, PART)) return true;
  if (BY_THE_WAY.test(before === 'the' ? (tokens[mention.from - 2]?.key ?? '') : before)) return true;
  // "with KLM as an owner and Vueling as a partner"
  const previous = airlines[index - 1];
  if (previous === undefined || before !== 'and' || depth >= CHAIN || mention.from - previous.to >= 8) return false;
  return !tokens.slice(previous.to, mention.from).some(({ key }) => key === ',') && isAside(airlines, index - 1, tokens, depth + 1);
}

const FLOWN = /^(?:served|operated|flown|offered)$/;

/** "launched by Ryanair", not "served by Ryanair". */
function isDoer(tokens: readonly Token[], { from }: Mention): boolean {
  const verb = tokens[from - 2];
  return verb !== undefined && isVerb(verb) && !FLOWN.test(verb.key);
}

/** The airline that a statement is about. */
export function subjectOf({ airlines }: Statement, tokens: readonly Token[], fresh: boolean): Mention | null {
  return (
    airlines.find((_, index) => !isAside(airlines, index, tokens)) ??
    airlines.find((mention) => tokens[mention.from - 1]?.key === 'by' && (fresh || isDoer(tokens, mention))) ??
    null
  );
}

const JOINTS = /^(?:and|,|both|as|well|of)$/;

/** Airlines that are named in one breath with another. */
export function partnersOf(airline: Mention | null, { airlines }: Statement, tokens: readonly Token[]): Mention[] {
  const at = airline === null ? -1 : firstAt(airlines, airline.from, (mention) => mention.from);
  if (airlines[at] !== airline) return [];
  const isJoined = (a: Mention, b: Mention): boolean => {
    const between = tokens.slice(a.to, b.from);
    return (
      tokens[b.to]?.key !== "'s" &&
      between.length <= 4 &&
      between.some(({ key }) => key === 'and' || key === ',') &&
      between.every(({ key, capital }) => JOINTS.test(key) || capital)
    );
  };
  let [first, last] = [at, at];
  while (first > 0 && at - first < CHAIN && isJoined(airlines[first - 1] as Mention, airlines[first] as Mention)) first--;
  while (last < airlines.length - 1 && last - at < CHAIN && isJoined(airlines[last] as Mention, airlines[last + 1] as Mention)) last++;
  return airlines.slice(first, last + 1).filter((other) => other.airline !== airline?.airline);
}

/** The airline of a pair: the nearest named before it, else one after "by", else the one that the text is about. */
export function airlineOf(slot: Slot, { airlines }: Statement, memory: Memory, tokens: readonly Token[]): Mention | null {
  const first = Math.min(slot.origin?.from ?? slot.at, slot.destination?.from ?? slot.at);
  const next = firstAt(airlines, first, (mention) => mention.from);
  let before = next - 1;
  while (before >= 0 && before > next - NEAR && isAside(airlines, before, tokens)) before--;
  const last = Math.max(slot.origin?.to ?? 0, slot.destination?.to ?? 0);
  // "the first flight by Etihad from Abu Dhabi to Porto", "from Abu Dhabi to Porto by Etihad"
  const performer = airlines
    .slice(Math.max(0, next - 1), next + NEAR)
    .find((mention) => mention.to > first - 4 && tokens[mention.from - 1]?.key === 'by');
  const close = performer && performer.from <= last + 3 ? performer : undefined;
  return close ?? (before > next - NEAR ? airlines[before] : undefined) ?? performer ?? memory.airline ?? airlines[0] ?? null;
}
