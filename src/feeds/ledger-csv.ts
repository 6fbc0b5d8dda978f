import { stringify } from 'csv-stringify/sync';
import { type Field, type RawAnnouncement, WITHDRAWN } from '../domain/announcement.ts';
import { edtfOf, windowFromBounds } from '../domain/windows.ts';
import { parseTable, type TableFinding } from './csv-table.ts';

/** The ledger's columns, in the file's order, and the field that each one holds. */
const LEDGER_COLUMNS = {
  published_on: 'publishedOn',
  origin: 'origin',
  destination: 'destination',
  airline: 'airline',
  airline_name: 'airlineName',
  status: 'status',
  effective: 'effective',
  wording: 'wording',
  weekly_frequency: 'weeklyFrequency',
  speaker: 'speaker',
  source_kind: 'sourceKind',
  source_name: 'sourceName',
  source_url: 'sourceUrl',
  note: 'note',
} as const satisfies Record<string, Field>;

type Column = keyof typeof LEDGER_COLUMNS;
const NAMES = Object.keys(LEDGER_COLUMNS) as Column[];
const REQUIRED: readonly Column[] = ['published_on', 'origin', 'destination', 'status'];
/** Free text, which a spreadsheet might take for a formula. */
const TEXT_COLUMNS: readonly Column[] = ['airline_name', 'wording', 'speaker', 'source_name', 'note'];

export interface LedgerRow {
  /** Line of the file on which the row begins; the header is line 1. */
  line: number;
  raw: RawAnnouncement;
}

export type LedgerFinding = TableFinding;

export function columnOf(field: Field): string {
  return NAMES.find((name) => LEDGER_COLUMNS[name] === field) ?? field;
}

/** Splits a ledger file into rows. Whatever cannot be split is named by line. */
export function parseLedger(text: string): { rows: LedgerRow[]; findings: LedgerFinding[] } {
  const { rows, findings } = parseTable(text, { columns: NAMES, required: REQUIRED, what: 'a ledger' });
  return {
    rows: rows.map(({ line, cells }) => {
      const raw: RawAnnouncement = {};
      for (const [name, value] of Object.entries(cells) as [Column, string][]) {
        raw[LEDGER_COLUMNS[name]] = TEXT_COLUMNS.includes(name) ? unguarded(value) : value;
      }
      return { line, raw };
    }),
    findings,
  };
}

/** A statement as the file holds it. */
export interface LedgerEntry {
  published_on: string;
  origin: string;
  destination: string;
  airline_code: string | null;
  airline_name: string | null;
  status: string;
  earliest: string | null;
  latest: string | null;
  withdraws_date: number;
  wording: string | null;
  weekly_frequency: number | null;
  speaker: string | null;
  source_kind: string;
  source_name: string | null;
  source_url: string | null;
  note: string | null;
}

export function ledgerHeader(): string {
  return stringify([NAMES]);
}

export function ledgerLines(entries: readonly LedgerEntry[]): string {
  return stringify(
    entries.map((entry) => {
      const window = windowFromBounds(entry.earliest, entry.latest);
      const cells: Record<Column, string | number | null> = {
        published_on: entry.published_on,
        origin: entry.origin,
        destination: entry.destination,
        airline: entry.airline_code,
        airline_name: entry.airline_name,
        status: entry.status,
        effective: entry.withdraws_date === 1 ? WITHDRAWN : window === null ? '' : edtfOf(window),
        wording: entry.wording,
        weekly_frequency: entry.weekly_frequency,
        speaker: entry.speaker,
        source_kind: entry.source_kind,
        source_name: entry.source_name,
        source_url: entry.source_url,
        note: entry.note,
      };
      return NAMES.map((name) => (TEXT_COLUMNS.includes(name) ? guarded(String(cells[name] ?? '')) : cells[name]));
    }),
  );
}

/** A leading apostrophe keeps a spreadsheet from running a text; reading takes it off again. */
export function guarded(text: string): string {
  return /^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

function unguarded(text: string): string {
  return /^'+[=+\-@\t\r]/.test(text) ? text.slice(1) : text;
}
