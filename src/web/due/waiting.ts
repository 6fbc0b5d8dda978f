import { daysBetween, type LocalDate } from '../../domain/dates.ts';
import type { Window } from '../../domain/windows.ts';
import { count, dayText } from '../../words/phrases.ts';

/** `overdue for 1,263 days`, `due today`: how long a route has been waited for on a day. */
export function waitingText({ earliest, latest }: Window, today: LocalDate): string {
  if (latest !== null && today > latest) return `overdue for ${count(daysBetween(latest, today), 'day')}`;
  const left = latest === null ? 'no last day' : latest === today ? 'last day' : `until ${dayText(latest)}`;
  if (earliest === null) return `due, ${left}`;
  if (earliest === today) return earliest === latest ? 'due today' : `due since today, ${left}`;
  return `due for ${count(daysBetween(earliest, today), 'day')}, ${left}`;
}
