/** A calendar day, `YYYY-MM-DD`, year 0001–9999, Gregorian throughout. It belongs to no zone. As text it sorts in order of time. */
export type LocalDate = string;

const SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/;
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** False for what has another shape, and for what no calendar has: 30 February, month 13, year 0000. */
export function isLocalDate(text: string): boolean {
  const match = SHAPE.exec(text);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/** The day `n` days later (earlier, if negative). Throws outside the years 0001–9999. */
export function addDays(date: LocalDate, n: number): LocalDate {
  const number = dayNumber(date) + n;
  if (!Number.isInteger(number) || number < FIRST || number > LAST) throw new RangeError(`${date} plus ${n} days is not a date`);
  return fromDayNumber(number);
}

/** `to` − `from`: positive when `to` is later. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return dayNumber(to) - dayNumber(from);
}

export function firstOfMonth(year: number, month: number): LocalDate {
  return format(year, month, 1);
}

export function lastOfMonth(year: number, month: number): LocalDate {
  return format(year, month, daysInMonth(year, month));
}

function daysInMonth(year: number, month: number): number {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return leap ? 29 : MONTH_DAYS[month - 1]!;
}

function format(year: number, month: number, day: number): LocalDate {
  return `${String(year).padStart(4, '0')}-${month < 10 ? '0' : ''}${month}-${day < 10 ? '0' : ''}${day}`;
}

// Days are counted from 1 March of the year 0, so that a leap day is the last of its year and a month's place in the year does not
// depend on the year. `Date` would do too, but takes the years 0–99 for 1900–1999 and costs three times as much.
function dayNumber(date: LocalDate): number {
  const month = Number(date.slice(5, 7));
  const year = Number(date.slice(0, 4)) - (month <= 2 ? 1 : 0);
  const monthFromMarch = (month + 9) % 12;
  return daysBefore(year) + startOfMonth(monthFromMarch) + Number(date.slice(8, 10)) - 1;
}

function fromDayNumber(number: number): LocalDate {
  let year = Math.floor(number / 365.2425);
  if (number < daysBefore(year)) year -= 1;
  else if (number >= daysBefore(year + 1)) year += 1;
  const dayOfYear = number - daysBefore(year);
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return format(month <= 2 ? year + 1 : year, month, dayOfYear - startOfMonth(monthFromMarch) + 1);
}

function daysBefore(year: number): number {
  return 365 * year + Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400);
}

/** Days before a month in a year that begins in March: 31, 30, 31, 30, 31 repeats, which a straight line through 30.6 reproduces. */
function startOfMonth(monthFromMarch: number): number {
  return Math.floor((153 * monthFromMarch + 2) / 5);
}

const FIRST = dayNumber('0001-01-01');
const LAST = dayNumber('9999-12-31');
