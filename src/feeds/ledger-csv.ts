import { type CsvError, parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { type Field, type RawAnnouncement, WITHDRAWN } from '../domain/announcement.ts';
import { edtfOf, windowFromBounds } from '../domain/windows.ts';

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

export interface LedgerFinding {
  line: number;
  /** Column name; empty when the row as a whole is at fault. */
  column: string;
  detail: string;
}

export function columnOf(field: Field): string {
  return NAMES.find((name) => LEDGER_COLUMNS[name] === field) ?? field;
}

/** Splits a ledger file into rows. Whatever cannot be split is named by line. */
export function parseLedger(text: string): { rows: LedgerRow[]; findings: LedgerFinding[] } {
  const findings: LedgerFinding[] = [];
  const rows: LedgerRow[] = [];
  const lines = lineStarts(text);
  const skipped = (error: CsvError | undefined): undefined => {
    const where = error as (CsvError & { lines?: number }) | undefined;
    if (where !== undefined)
      findings.push({ line: where.lines ?? 1, column: '', detail: `the row cannot be split into columns: ${where.message}` });
  };
  const records = parse(text, {
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip: skipped,
  }) as unknown as { info: { lines: number; bytes: number }; record: string[] }[];

  const header = records[0]?.record.map((name) => name.trim()) ?? [];
  findings.push(...headerFindings(header));
  if (findings.some((finding) => finding.line === 1)) return { rows, findings };
  let end = records[0]?.info.lines ?? 1;
  for (const { info, record } of records.slice(1)) {
    const line = Math.max(lines.afterBlank(end + 1), 1);
    end = info.lines;
    if (record.length !== header.length) {
      findings.push({ line, column: '', detail: `has ${record.length} columns where the header has ${header.length}` });
      continue;
    }
    const raw: RawAnnouncement = {};
    header.forEach((name, index) => {
      const value = record[index] ?? '';
      raw[LEDGER_COLUMNS[name as Column]] = TEXT_COLUMNS.includes(name as Column) ? unguarded(value) : value;
    });
    rows.push({ line, raw });
  }
  return { rows, findings };
}

/** Where a record really begins, blank lines before it left out. */
function lineStarts(text: string): { afterBlank: (line: number) => number } {
  const blank = new Set<number>();
  let line = 1;
  for (let start = 0; start <= text.length; line += 1) {
    const stop = text.indexOf('\n', start);
    const end = stop === -1 ? text.length : stop;
    if (end === start || (end === start + 1 && text[start] === '\r')) blank.add(line);
    start = end + 1;
  }
  return {
    afterBlank: (from) => {
      let found = from;
      while (blank.has(found)) found += 1;
      return found;
    },
  };
}

function headerFindings(header: readonly string[]): LedgerFinding[] {
  const findings: LedgerFinding[] = [];
  const fault = (column: string, detail: string) => void findings.push({ line: 1, column, detail });
  if (header.length === 0) fault('', `the file is empty; its first line names the columns: ${NAMES.join(',')}`);
  else {
    for (const name of REQUIRED) if (!header.includes(name)) fault(name, 'this column is missing');
    header.forEach((name, index) => {
      if (!NAMES.includes(name as Column)) fault(name, `is no column of a ledger; the columns are ${NAMES.join(', ')}`);
      else if (header.indexOf(name) !== index) fault(name, 'this column stands twice');
    });
  }
  return findings;
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
