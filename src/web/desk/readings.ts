import type { Reference } from '../../store/reference.ts';
import { placeName } from '../parts/names.tsx';
import { text } from './form.tsx';
import type { Typed } from './statement.ts';

/** The fields whose words may mean something else. */
export const READ_FIELDS = ['origin', 'destination', 'airline'] as const;
type ReadField = (typeof READ_FIELDS)[number];
/** Before "may also be". */
export const READ_LABELS: Readonly<Record<ReadField, string>> = { origin: '“From”', destination: '“To”', airline: 'The airline' };

/** What the words of a text may mean: codes of places, ids of airlines. */
type Readings = Readonly<Record<ReadField, readonly string[]>>;

type Option = readonly [value: string, label: string];
/** What a form offers to put in place of a field. */
export type Instead = Partial<Record<ReadField, readonly Option[]>>;

/** In the value of an option, between what the field said when it was offered and what is to stand there. */
const BECOMES = '→';

/** The names of the choices in a form. */
export const insteadShape = { originInstead: text, destinationInstead: text, airlineInstead: text };

/** With what was found in a text itself, so that a choice can be taken back. */
export function readingsOf(found: Readonly<Record<ReadField, string | null>>, alternatives: Readings): Record<ReadField, string[]> {
  const all = (field: ReadField) => (alternatives[field].length === 0 ? [] : [found[field] ?? '', ...alternatives[field]]);
  return { origin: all('origin'), destination: all('destination'), airline: all('airline') };
}

/** Every reading of a field but the one that stands in it. */
export function insteadOf(reference: Reference, typed: Pick<Typed, ReadField>, readings: Readings): Instead {
  const instead: Instead = {};
  for (const field of READ_FIELDS) {
    const options = readings[field].flatMap((reading): Option[] => {
      const label = reading === typed[field] ? undefined : readingLabel(reference, field, reading);
      return label === undefined ? [] : [[typed[field] + BECOMES + reading, label]];
    });
    if (options.length > 0) instead[field] = [['', 'As written'], ...options];
  }
  return instead;
}

/** `London Heathrow Airport (LHR, GB)`, with the city before it where the name does not say it; undefined: no such place or airline. */
export function readingLabel(reference: Reference, field: ReadField, reading: string): string | undefined {
  if (field === 'airline') return reference.airline(reading)?.name;
  const place = reference.place(reading);
  if (place === undefined) return undefined;
  const city = placeName(place);
  const code = place.code === place.country ? place.code : `${place.code}, ${place.country}`;
  return `${place.name.includes(city) ? '' : `${city}, `}${place.name} (${code})`;
}

/** The fields with what was chosen in their place; a field that was written anew since is left as it was written. */
export function withInstead<T extends Pick<Typed, ReadField>>(typed: T, body: Readonly<Record<string, string>>, prefix = ''): T {
  const chosen: Partial<Record<ReadField, string>> = {};
  for (const field of READ_FIELDS) {
    const value = body[`${prefix}${field}Instead`] ?? '';
    const was = typed[field] + BECOMES;
    if (value.startsWith(was)) chosen[field] = value.slice(was.length);
  }
  return { ...typed, ...chosen };
}
