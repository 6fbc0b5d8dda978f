import { addDays, daysBetween, type LocalDate, lastOfMonth } from './dates.ts';

/**
 * A scheduling season of the trade (IATA, Worldwide Airport Slot Guidelines): northern summer starts on the last Sunday of March,
 * northern winter on the last Sunday of October, and each ends on the Saturday before the next starts.
 */
export type Season = {
  kind: 'summer' | 'winter';
  /** A winter is named by the year it starts in. */
  year: number;
};

/** The first and the last day of a season. */
export function seasonBounds(season: Season): { earliest: LocalDate; latest: LocalDate } {
  return season.kind === 'summer'
    ? { earliest: lastSunday(season.year, MARCH), latest: addDays(lastSunday(season.year, OCTOBER), -1) }
    : { earliest: lastSunday(season.year, OCTOBER), latest: addDays(lastSunday(season.year + 1, MARCH), -1) };
}

/** `S27`, `NS27`, `W26`, `NW26`, in either case; the two digits mean 20YY. Anything else is undefined. */
export function parseSeason(text: string): Season | undefined {
  const match = /^N?([SW])(\d{2})$/i.exec(text);
  if (!match) return undefined;
  return { kind: match[1]!.toUpperCase() === 'S' ? 'summer' : 'winter', year: 2000 + Number(match[2]) };
}

/** The one season that a day lies in. */
export function seasonOf(date: LocalDate): Season {
  const year = Number(date.slice(0, 4));
  if (date < lastSunday(year, MARCH)) return { kind: 'winter', year: year - 1 };
  if (date < lastSunday(year, OCTOBER)) return { kind: 'summer', year };
  return { kind: 'winter', year };
}

/** `summer 2026 season`, `winter 2026/27 season`. */
export function seasonLabel(season: Season): string {
  return season.kind === 'summer' ? `summer ${season.year} season` : `winter ${season.year}/${twoDigits(season.year + 1)} season`;
}

/** `S26`, `W26`. */
export function seasonCode(season: Season): string {
  return `${season.kind === 'summer' ? 'S' : 'W'}${twoDigits(season.year)}`;
}

const MARCH = 3;
const OCTOBER = 10;
const A_SUNDAY = '2023-01-01';

function lastSunday(year: number, month: number): LocalDate {
  const last = lastOfMonth(year, month);
  const sinceSunday = daysBetween(A_SUNDAY, last) % 7;
  // The remainder is negative before the reference Sunday.
  return addDays(last, -((sinceSunday + 7) % 7));
}

function twoDigits(year: number): string {
  return String(year % 100).padStart(2, '0');
}
