import { isMaiden } from '../events/choice.ts';
import type { Mention } from '../names/names.ts';
import type { Statement } from '../statements.ts';
import type { Token } from '../tokens.ts';
import { subjectOf } from './carriers.ts';
import type { Memory, Slot } from './rough.ts';

/** What a statement speaks of: its pairs, or those that it goes on with. */
export function slotsOf(statement: Statement, memory: Memory, tokens: readonly Token[]): Slot[] {
  const slots = toldPairs(statement);
  if (slots.length === 0) slots.push(...sameAgain(statement, memory, tokens));
  // "four new routes from Porto. Faro and Bergen get two flights a week"
  if (memory.pending?.counted && memory.pendingAge <= 1)
    for (const place of statement.frames.subjects)
      slots.push({ origin: null, destination: place, at: place.from, frame: { origins: [], destinations: [place], bare: true } });
  return slots;
}

const PAIR = /^(?:cities|capitals|points|airports|route)$/;
const SAME = /^(?:two|same)$/;

/** "Volotea opens the same route": the pair that was told, flown by another. */
function sameAgain(statement: Statement, { last }: Memory, tokens: readonly Token[]): Slot[] {
  const [told, more] = last;
  const { from, to } = statement.sentence;
  const subject = subjectOf(statement, tokens, false);
  if (!told || more || !subject || subject.airline === told.airline?.airline || !told.originMention || !told.destinationMention) return [];
  for (let at = from + 2; at < to; at++) {
    if (!PAIR.test(statement.word(at)) || !SAME.test(statement.word(at - 1))) continue;
    const frame = { origins: [told.originMention], destinations: [told.destinationMention], bare: false };
    return [{ origin: told.originMention, destination: told.destinationMention, at, frame }];
  }
  return [];
}

/** Nobody tells of so many pairs by naming their ends: where there are more, only the last origin is meant. */
const MOST = 400;

/** Every pair of a statement, with a gap where one end is not told. */
function toldPairs(statement: Statement): Slot[] {
  const slots: Slot[] = [];
  for (const [index, frame] of statement.frames.frames.entries()) {
    if (frame.origins.length === 0)
      for (const destination of frame.destinations) slots.push({ origin: null, destination, at: destination.from, frame });
    else if (frame.destinations.length === 0) {
      // "from Porto to Faro on Monday, and from Bergen a day later"
      const shared = statement.frames.frames[index - 1]?.destinations;
      for (const origin of frame.origins)
        if (shared?.length === 1) slots.push({ origin, destination: shared[0] as Mention, at: origin.from, frame });
        else slots.push({ origin, destination: null, at: origin.from, frame });
    } else if (statement.respectively && frame.origins.length === frame.destinations.length && frame.origins.length > 1) {
      frame.origins.forEach((origin, i) => {
        const destination = frame.destinations[i] as Mention;
        slots.push({ origin, destination, at: Math.max(origin.from, destination.from), frame });
      });
    } else {
      const isEach = frame.origins.length * frame.destinations.length <= MOST;
      for (const origin of isEach ? frame.origins : frame.origins.slice(-1)) {
        for (const destination of frame.destinations)
          slots.push({ origin, destination, at: Math.max(origin.from, destination.from), frame });
      }
    }
  }
  const landed = statement.events.find((event) => event.kind === 'launched' && event.weak);
  const place =
    landed && slots.length === 0 && isMaiden(statement)
      ? statement.frames.at.find((mention) => mention.from > landed.from && mention.place?.kind !== 'country')
      : undefined;
  if (place) slots.push({ origin: null, destination: place, at: place.from, frame: { origins: [], destinations: [place], bare: false } });
  return slots;
}
