import { at, type Tokens } from './tokens.ts';

const MONTHS = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'];
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const NUMBERS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];
const ORDINALS = ['first', 'second', 'third', 'fourth'];

/** Full names and the short ones that are cut from them. */
const MONTH_OF = new Map([...MONTHS.map(numbered), ...MONTHS.map((name, i) => numbered(name.slice(0, 3), i)), ['sept', 9] as const]);
const WEEKDAY_OF = new Map(WEEKDAYS.map(numbered));
const SHORT_WEEKDAY_OF = new Map([
  ...WEEKDAYS.map((name, i) => numbered(name.slice(0, 3), i)),
  ['tues', 2] as const,
  ['weds', 3] as const,
  ['thur', 4] as const,
  ['thurs', 4] as const,
]);
const NUMBER_OF = new Map([
  ...NUMBERS.map(numbered),
  ['fourteen', 14] as const,
  ['fifteen', 15] as const,
  ['eighteen', 18] as const,
  ['twenty', 20] as const,
]);
const ORDINAL_OF = new Map([...ORDINALS.map(numbered)]);
const PLURAL_WEEKDAY_OF = new Map(WEEKDAYS.map((name, i) => numbered(`${name}s`, i)));

/** The words of each kind, for readers that tell with which words they begin. */
export const MONTH_NAMES: readonly string[] = [...MONTH_OF.keys()];
export const WEEKDAY_NAMES: readonly string[] = [...WEEKDAY_OF.keys(), ...SHORT_WEEKDAY_OF.keys()];
export const PLURAL_WEEKDAYS: readonly string[] = [...PLURAL_WEEKDAY_OF.keys()];
export const NUMBER_WORDS: readonly string[] = [...NUMBER_OF.keys()];
export const ORDINAL_WORDS: readonly string[] = ORDINALS;

/** January is 1. */
export function monthOf(word: string): number | undefined {
  return MONTH_OF.get(word);
}

export function isShortMonth(word: string): boolean {
  return word.length <= 4 && word !== 'may' && word !== 'june' && word !== 'july';
}

/** Monday is 1, Sunday 7. */
export function weekdayOf(word: string): number | undefined {
  return WEEKDAY_OF.get(word);
}

export function shortWeekdayOf(word: string): number | undefined {
  return SHORT_WEEKDAY_OF.get(word);
}

/** `Mondays`: a habit, not a day. */
export function pluralWeekdayOf(word: string): number | undefined {
  return PLURAL_WEEKDAY_OF.get(word);
}

/** A number in digits or in a word, up to `most`. */
export function numberAt(tokens: Tokens, i: number, most: number): number | undefined {
  const token = at(tokens, i);
  const value = token.kind === 'number' ? (token.text.length <= 5 ? Number(token.text) : undefined) : NUMBER_OF.get(token.text);
  return value !== undefined && token.text !== '' && value <= most ? value : undefined;
}

/** `third`, `3rd`: the number and where it ends. */
export function ordinalAt(tokens: Tokens, i: number): { value: number; end: number } | undefined {
  const word = ORDINAL_OF.get(at(tokens, i).text);
  if (word !== undefined) return { value: word, end: i + 1 };
  const value = at(tokens, i).kind === 'number' ? numberAt(tokens, i, 31) : undefined;
  return value !== undefined && value > 0 && isOrdinalEnding(tokens, i + 1) ? { value, end: i + 2 } : undefined;
}

/** The `st` of `1st`. */
export function isOrdinalEnding(tokens: Tokens, i: number): boolean {
  const token = at(tokens, i);
  return token.glued && (token.text === 'st' || token.text === 'nd' || token.text === 'rd' || token.text === 'th');
}

function numbered(name: string, index: number): readonly [string, number] {
  return [name, index + 1];
}
