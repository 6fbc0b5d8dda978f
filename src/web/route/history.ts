import { type Belief, flagOfBelief, nothingSaid, type Statement, type Step, step } from '../../domain/belief.ts';
import type { LocalDate } from '../../domain/dates.ts';
import type { Flag } from '../../domain/vocabulary.ts';
import { sameWindow } from '../../domain/windows.ts';

/** A statement and what it made of the belief before it. */
interface Chapter<S extends Statement = Statement> extends Step {
  statement: S;
}

/** A route's statements as they were believed one after the other. */
export interface History<S extends Statement = Statement> {
  chapters: readonly Chapter<S>[];
  belief: Belief;
  flag: Flag;
  /** The statement that the believed date rests on; undefined: there is no date. */
  dateFrom: S | undefined;
  /** The statement that the believed status rests on. */
  statusFrom: S | undefined;
  /** The day on the route's calendar. */
  today: LocalDate;
}

/** Follows the statements, those that stand and in fold order. */
export function historyOf<S extends Statement>(
  statements: readonly S[],
  ends: { origin: string; destination: string },
  today: LocalDate,
): History<S> {
  let belief = nothingSaid(ends.origin, ends.destination);
  let dateFrom: S | undefined;
  let statusFrom: S | undefined;
  const chapters = statements.map((statement) => {
    const next = step(belief, statement);
    if (!sameWindow(next.belief.launch, belief.launch)) dateFrom = next.belief.launch === null ? undefined : statement;
    else if (flies(next.belief) && !flies(belief) && statement.window !== null) dateFrom = statement;
    if (next.belief.status !== belief.status) statusFrom = statement;
    belief = next.belief;
    return { ...next, statement };
  });
  return { chapters, belief, flag: flagOfBelief(belief, today), dateFrom, statusFrom, today };
}

// A flight on the very day that was promised changes no date, but from then on the date is a flight's.
function flies(belief: Belief): boolean {
  return belief.status === 'launched';
}
