import type { AlertFilter } from '../../domain/alerts.ts';
import { EVENT_TYPES, ROUTE_STATUSES } from '../../domain/vocabulary.ts';
import type { Reference } from '../../store/reference.ts';
import { placeName } from '../parts/names.tsx';
import { type Resolved, resolveAirline, resolvePlace } from '../resolve.ts';

export type Written = Partial<Record<'place' | 'airline' | 'type' | 'status', string | undefined>>;

/** What alerts shall be about, as far as it was understood. */
export interface Choice {
  written: Written;
  filter: AlertFilter;
  /** What is wrong with a field, in words for the person who typed it. */
  faults: ReadonlyMap<keyof Written, string>;
}

export function readChoice(reference: Reference, written: Written): Choice {
  const faults = new Map<keyof Written, string>();
  const one = <T>(
    field: 'place' | 'airline',
    resolve: (reference: Reference, text: string) => Resolved<T>,
    nameOf: (found: T) => string,
  ) => {
    const text = written[field]?.trim() ?? '';
    if (text === '') return undefined;
    const read = resolve(reference, text);
    if (read.kind === 'one') return read.found;
    const what = field === 'place' ? 'place' : 'airline';
    faults.set(
      field,
      read.kind === 'none'
        ? `No ${what} of the register is called “${text}”. Write a name or a code.`
        : `“${text}” may be several: ${read.choices.map(nameOf).join(', ')}. Write the code of one.`,
    );
    return undefined;
  };
  const some = <T extends string>(field: 'type' | 'status', choices: readonly T[]): T[] => {
    const names = (written[field] ?? '').split(',').filter((name) => name !== '');
    const unknown = names.filter((name) => !choices.some((choice) => choice === name));
    if (unknown.length > 0) faults.set(field, `“${unknown[0]}” is not one of ${choices.join(', ')}.`);
    return choices.filter((choice) => names.includes(choice));
  };
  const place = one('place', resolvePlace, (found) => `${placeName(found)} (${found.code})`);
  const airline = one('airline', resolveAirline, (found) => `${found.name} (${found.id})`);
  const filter = {
    types: some('type', EVENT_TYPES),
    statuses: some('status', ROUTE_STATUSES),
    place: place?.code ?? null,
    airline: airline?.id ?? null,
  };
  return { written, filter, faults };
}

/** The choice as the feeds and this page take it. */
export function choiceQuery({ types, statuses, place, airline }: AlertFilter): Record<string, string | undefined> {
  return {
    place: place ?? undefined,
    airline: airline ?? undefined,
    type: types.length === 0 ? undefined : types.join(','),
    status: statuses.length === 0 ? undefined : statuses.join(','),
  };
}
