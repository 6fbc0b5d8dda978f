import { isVerb } from '../events/verbs.ts';
import type { Mention } from '../names/names.ts';
import type { Statement } from '../statements.ts';
import type { Token } from '../tokens.ts';
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

const BY_THE_WAY = /^(?:with|meets|meet|against|than|of|like|among|joins|joining|beside|alongside|by|following)$/;

function isAside(mention: Mention, tokens: readonly Token[], airlines: readonly Mention[] = []): boolean {
  const before = tokens[mention.from - 1]?.key ?? '';
  if (/^(?:when|since|until|after|before|once|because|unlike)$/.test(before) || isBesideWith(mention, tokens)) return true;
  if (BY_THE_WAY.test(before === 'the' ? (tokens[mention.from - 2]?.key ?? '') : before)) return true;
  // "with KLM as an owner and Vueling as a partner"
  const previous = airlines[airlines.indexOf(mention) - 1];
  const between = previous === undefined ? [] : tokens.slice(previous.to, mention.from);
  return (
    previous !== undefined &&
    before === 'and' &&
    between.length < 8 &&
    !between.some(({ key }) => key === ',') &&
    isAside(previous, tokens, airlines)
  );
}

/** "launched by Ryanair", not "served by Ryanair". */
function isDoer(tokens: readonly Token[], { from }: Mention): boolean {
  const verb = tokens[from - 2];
  return verb !== undefined && isVerb(verb) && !/^(?:served|operated|flown|offered)$/.test(verb.key);
}

/** The airline that a statement is about. */
export function subjectOf(statement: Statement, tokens: readonly Token[], fresh: boolean): Mention | null {
  return (
    statement.airlines.find((mention) => !isAside(mention, tokens, statement.airlines)) ??
    statement.airlines.find((mention) => tokens[mention.from - 1]?.key === 'by' && (fresh || isDoer(tokens, mention))) ??
    null
  );
}

/** Airlines that are named in one breath with another. */
export function partnersOf(airline: Mention | null, { airlines }: Statement, tokens: readonly Token[]): Mention[] {
  const at = airline === null ? -1 : airlines.indexOf(airline);
  if (at < 0) return [];
  const isJoined = (a: Mention, b: Mention): boolean => {
    const between = tokens.slice(a.to, b.from);
    return (
      tokens[b.to]?.key !== "'s" &&
      between.length <= 4 &&
      between.some(({ key }) => key === 'and' || key === ',') &&
      between.every(({ key, capital }) => /^(?:and|,|both|as|well|of)$/.test(key) || capital)
    );
  };
  let [first, last] = [at, at];
  while (first > 0 && isJoined(airlines[first - 1] as Mention, airlines[first] as Mention)) first--;
  while (last < airlines.length - 1 && isJoined(airlines[last] as Mention, airlines[last + 1] as Mention)) last++;
  return airlines.slice(first, last + 1).filter((other) => other.airline !== airline?.airline);
}

/** The airline of a pair: the nearest named before it, else one after "by", else the one that the text is about. */
export function airlineOf(slot: Slot, statement: Statement, memory: Memory, tokens: readonly Token[]): Mention | null {
  const first = Math.min(slot.origin?.from ?? slot.at, slot.destination?.from ?? slot.at);
  const before = statement.airlines.filter((mention) => mention.from < first && !isAside(mention, tokens, statement.airlines)).at(-1);
  const last = Math.max(slot.origin?.to ?? 0, slot.destination?.to ?? 0);
  // "the first flight by Etihad from Abu Dhabi to Porto", "from Abu Dhabi to Porto by Etihad"
  const performer = statement.airlines.find((mention) => mention.to > first - 4 && tokens[mention.from - 1]?.key === 'by');
  const close = performer && performer.from <= last + 3 ? performer : undefined;
  return close ?? before ?? performer ?? memory.airline ?? statement.airlines[0] ?? null;
}
