import { readCorrection, type WrittenCorrection } from '../actions/corrections.ts';
import type { Ctx } from '../context.ts';
import { AppError, type Finding } from '../domain/errors.ts';
import type { Correction } from '../extract/lexicon.ts';
import { wordsKey } from '../extract/names/correction-words.ts';
import { parseTable } from '../feeds/csv-table.ts';

const COLUMNS = ['kind', 'words', 'means'] as const;

interface Line {
  line: number;
  written: WrittenCorrection;
}

/**
 * The corrections of a file: JSON lines `{ kind, words, means }`, or CSV with these columns. Throws `unusable` with every fault by
 * its line.
 */
export function readCorrections(ctx: Pick<Ctx, 'reference' | 'now'>, text: string, name: string): Correction[] {
  const isJson = /^\uFEFF?\s*[{[]/.test(text);
  const { lines, findings } = isJson ? jsonLines(text) : csvLines(text);
  const corrections: Correction[] = [];
  const lineOf = new Map<string, number>();
  for (const { line, written } of lines) {
    const read = readCorrection(ctx, written);
    if (!read.ok) {
      findings.push(...read.findings.map((finding) => ({ ...finding, line })));
      continue;
    }
    const key = wordsKey(read.correction.words);
    const before = lineOf.get(key);
    if (before !== undefined) findings.push({ line, pointer: 'words', detail: `stands in line ${before} already` });
    lineOf.set(key, before ?? line);
    corrections.push(read.correction);
  }
  if (findings.length === 0) return corrections;
  throw new AppError('unusable', `${name} has ${findings.length} fault${findings.length === 1 ? '' : 's'}.`, {
    findings: findings
      .sort((a, b) => a.line - b.line)
      .map(({ line, pointer, detail }) => ({ pointer: pointer === '' ? `line ${line}` : `line ${line}, ${pointer}`, detail })),
  });
}

interface Split {
  lines: Line[];
  findings: (Finding & { line: number })[];
}

function csvLines(text: string): Split {
  if (text.trim() === '') return { lines: [], findings: [] };
  const { rows, findings } = parseTable(text, { columns: COLUMNS, required: ['kind', 'words'], what: 'a list of corrections' });
  return {
    lines: rows.map(({ line, cells: { kind = '', words = '', means = '' } }) => ({ line, written: { kind, words, means } })),
    findings: findings.map(({ line, column, detail }) => ({ line, pointer: column, detail })),
  };
}

function jsonLines(text: string): Split {
  const split: Split = { lines: [], findings: [] };
  for (const [index, content] of text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .entries()) {
    if (content.trim() === '') continue;
    const line = index + 1;
    const read = writtenIn(content);
    if (Array.isArray(read)) split.findings.push(...read.map((finding) => ({ ...finding, line })));
    else split.lines.push({ line, written: read });
  }
  return split;
}

/** What a line holds, or what is wrong with it. */
function writtenIn(line: string): WrittenCorrection | Finding[] {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return [{ pointer: '', detail: `is not JSON: write one object { ${COLUMNS.join(', ')} } a line` }];
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [{ pointer: '', detail: `is no object: write one { ${COLUMNS.join(', ')} } a line` }];
  const members = Object.entries(value).filter(([, one]) => one !== null);
  const findings = members.flatMap(([name, one]): Finding[] => {
    if (!COLUMNS.some((column) => column === name))
      return [{ pointer: name, detail: `is no part of a correction; the parts are ${COLUMNS.join(', ')}` }];
    return typeof one === 'string' ? [] : [{ pointer: name, detail: 'is no text' }];
  });
  return findings.length > 0 ? findings : { kind: '', words: '', means: '', ...Object.fromEntries(members) };
}
