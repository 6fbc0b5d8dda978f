import { type CsvError, parse } from 'csv-parse/sync';

export interface TableRow {
  /** Line of the file on which the row begins; the header is line 1. */
  line: number;
  /** By the name of the column. */
  cells: Readonly<Record<string, string>>;
}

export interface TableFinding {
  line: number;
  /** Column name; empty when the row as a whole is at fault. */
  column: string;
  detail: string;
}

interface TableKind {
  columns: readonly string[];
  required: readonly string[];
  /** As sentences name it: `a ledger`. */
  what: string;
}

/** Splits a CSV file with a header into rows. Whatever cannot be split is named by line. */
export function parseTable(text: string, kind: TableKind): { rows: TableRow[]; findings: TableFinding[] } {
  const findings: TableFinding[] = [];
  const rows: TableRow[] = [];
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
  findings.push(...headerFindings(header, kind));
  if (findings.some((finding) => finding.line === 1)) return { rows, findings };
  let end = records[0]?.info.lines ?? 1;
  for (const { info, record } of records.slice(1)) {
    const line = Math.max(lines.afterBlank(end + 1), 1);
    end = info.lines;
    if (record.length !== header.length) {
      findings.push({ line, column: '', detail: `has ${record.length} columns where the header has ${header.length}` });
      continue;
    }
    rows.push({ line, cells: Object.fromEntries(header.map((name, index) => [name, record[index] ?? ''])) });
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

function headerFindings(header: readonly string[], { columns, required, what }: TableKind): TableFinding[] {
  const findings: TableFinding[] = [];
  const fault = (column: string, detail: string) => void findings.push({ line: 1, column, detail });
  if (header.length === 0) fault('', `the file is empty; its first line names the columns: ${columns.join(',')}`);
  else {
    for (const name of required) if (!header.includes(name)) fault(name, 'this column is missing');
    header.forEach((name, index) => {
      if (!columns.includes(name)) fault(name, `is no column of ${what}; the columns are ${columns.join(', ')}`);
      else if (header.indexOf(name) !== index) fault(name, 'this column stands twice');
    });
  }
  return findings;
}
