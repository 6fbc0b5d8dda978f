import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';

export type Row = Record<string, string>;

export const readData = (name: string) => readFileSync(new URL(`../../data/${name}`, import.meta.url), 'utf8');
export const readRows = (name: string): Row[] => parse(readData(name), { columns: true });

export const aliasesOf = (row: Row) => row.aliases!.split('|').filter((alias) => alias !== '');

export const fold = (name: string) =>
  name
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

export const isRealDay = (day: string) => {
  const instant = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(day);
};

/** YYYY, YYYY-MM or YYYY-MM-DD as the first and last day it covers. */
export function daysOf(part: string): [string, string] {
  if (part.length === 4) return [`${part}-01-01`, `${part}-12-31`];
  if (part.length === 7) {
    const [year, month] = part.split('-').map(Number);
    return [`${part}-01`, new Date(Date.UTC(year!, month!, 0)).toISOString().slice(0, 10)];
  }
  return [part, part];
}

export const heldFrom = (airline: Row) => (airline.active_from ? daysOf(airline.active_from)[0] : '0000-01-01');
export const heldTo = (airline: Row) => (airline.active_to ? daysOf(airline.active_to)[1] : '9999-12-31');
