import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import type { Correction, Lexicon, LexiconPlace } from '../../src/extract/lexicon.ts';

type Row = Readonly<Record<string, string>>;

function rows(file: string): Row[] {
  return parse(readFileSync(new URL(`../../data/${file}`, import.meta.url), 'utf8'), { columns: true }) as Row[];
}

const text = (value: string | undefined): string | null => (value ? value : null);
const list = (value: string | undefined): string[] => (value ? value.split('|') : []);

/** The names of the project's own data files. */
export function lexiconOfData(corrections: readonly Correction[] = []): Lexicon {
  return {
    places: rows('places.csv').map((row) => ({
      code: row.code ?? '',
      kind: row.kind as LexiconPlace['kind'],
      icao: text(row.icao),
      name: row.name ?? '',
      city: text(row.city),
      country: row.country ?? '',
      metro: text(row.metro),
      latitude: Number(row.latitude),
      longitude: Number(row.longitude),
      aliases: list(row.aliases),
    })),
    airlines: rows('airlines.csv').map((row) => ({
      id: row.id ?? '',
      iata: text(row.iata),
      icao: text(row.icao),
      name: row.name ?? '',
      country: row.country ?? '',
      aliases: list(row.aliases),
      activeFrom: text(row.active_from),
      activeTo: text(row.active_to),
    })),
    corrections,
  };
}
