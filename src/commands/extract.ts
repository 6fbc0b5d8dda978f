import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { effectText, readerOf, readerWith, understand } from '../actions/extraction.ts';
import { referenceOfFiles } from '../actions/reference.ts';
import { realWorld } from '../context.ts';
import { isLocalDate, type LocalDate } from '../domain/dates.ts';
import { AppError } from '../domain/errors.ts';
import { describeWindow } from '../domain/windows.ts';
import type { ExtractedDraft } from '../extract/draft.ts';
import type { Reader } from '../extract/extract.ts';
import { type Score, score } from '../extract/score.ts';
import type { Airline, Reference } from '../store/reference.ts';
import { type CorpusLine, claimLine, doubtsOf, textLine } from './corpus.ts';
import { readCorrections } from './corrections-file.ts';
import { counted, say, sayJson, table, withRegisterAsItIs } from './shared.ts';

interface Options {
  published?: string;
  batch?: string;
  score?: string;
  effect?: boolean;
  corrections?: string;
  json?: boolean;
}

export function extractCommand(): Command {
  return new Command('extract')
    .description('Read announcements out of a news text. Nothing is stored; no database is needed, unless --effect asks for it.')
    .argument('[file]', 'the text; - for standard input')
    .option('--published <date>', 'the day that the text was published, YYYY-MM-DD: "next month" counts from it')
    .option('--effect', 'say what each draft would change in the register, recorded after those before it')
    .option(
      '--corrections <file>',
      'read with these: JSON lines { kind, words, means }, or CSV with such columns; kind is place, airline or drop',
    )
    .option('--json', 'print the result as JSON')
    .option('--batch <file>', 'read many texts: JSON lines { id, published_on, text }; gives JSON lines { id, drafts }')
    .option('--score <file>', 'read such lines with their `truth`, and print how much of it is found')
    .action(async (file: string | undefined, options: Options) => {
      const chosen = [file, options.batch, options.score].filter((one) => one !== undefined);
      if (chosen.length !== 1) throw new AppError('unusable', 'Give one of: a file, --batch FILE, --score FILE. "-" is standard input.');
      if (file === undefined && (options.published !== undefined || options.effect))
        throw new AppError(
          'unusable',
          '--published and --effect belong to one text, not to --batch or --score: each line says its own day.',
        );
      if (options.batch !== undefined && options.json)
        throw new AppError('unusable', '--batch prints JSON lines as it is: leave --json out.');
      if (options.effect && options.corrections !== undefined)
        throw new AppError('unusable', '--effect reads with the corrections of the register: leave --corrections out.');
      if (options.corrections === '-' && chosen[0] === '-')
        throw new AppError('unusable', 'Standard input cannot be both the text and the corrections.');
      if (options.batch !== undefined) return extractBatch(options.batch, readAlone(options.corrections));
      if (options.score !== undefined) return scoreFile(options.score, readAlone(options.corrections), options.json ?? false);
      const { published } = options;
      if (published === undefined || !isLocalDate(published)) {
        const given = published === undefined ? 'is missing' : `is no day of the calendar: ${JSON.stringify(published.slice(0, 40))}`;
        throw new AppError('unusable', `--published ${given}. Write the day that the text was published, such as 2026-03-24.`);
      }
      await extractOne(file as string, published, options);
    });
}

async function extractOne(file: string, published: LocalDate, { effect, json, corrections }: Options): Promise<void> {
  const text = readText(file);
  const { reference, drafts, effects } = effect
    ? await withRegisterAsItIs(async (ctx) => {
        const reader = await readerOf(ctx);
        const read = reader.read(text, published);
        const understood = await understand(ctx, read, published);
        return {
          reference: ctx.reference,
          drafts: read,
          effects: read.map((draft, index) => effectText(understood[index]!, draft.status)),
        };
      })
    : readOne(text, published, readAlone(corrections));
  if (json)
    return sayJson({ drafts: drafts.map((draft, index) => ({ ...draftJson(reference, draft), ...detailsOf(draft, effects?.[index]) })) });
  if (drafts.length === 0) return say('no announcement found');
  const head = ['pair', 'airline', 'status', 'when', 'words', 'a week', 'speaker', ...(effects === undefined ? [] : ['effect'])];
  say(table([head, ...drafts.map((draft, index) => [...cellsOf(reference, draft), ...(effects === undefined ? [] : [effects[index]!])])]));
}

interface Alone {
  reference: Reference;
  reader: Reader;
}

/** What reads without a register: with the corrections of a file, if one is given. */
function readAlone(corrections: string | undefined): Alone {
  const reference = referenceOfFiles();
  const own = corrections === undefined ? [] : readCorrections({ reference, now: realWorld.now }, readText(corrections), corrections);
  return { reference, reader: readerWith(reference, own) };
}

function readOne(
  text: string,
  published: LocalDate,
  { reference, reader }: Alone,
): { reference: Reference; drafts: ExtractedDraft[]; effects?: string[] } {
  return { reference, drafts: reader.read(text, published) };
}

function cellsOf(reference: Reference, draft: ExtractedDraft): string[] {
  const airline = airlineOf(reference, draft);
  return [
    `${draft.origin}-${draft.destination}`,
    airline === undefined ? '' : `${airline.name}${airline.iata === null ? '' : ` (${airline.iata})`}`,
    draft.status,
    draft.effective === null ? '' : describeWindow(draft.effective, null).label,
    draft.wording === null ? '' : JSON.stringify(draft.wording.replace(/\s+/g, ' ')),
    draft.weeklyFrequency === null ? '' : String(draft.weeklyFrequency),
    draft.speaker?.replace(/\s+/g, ' ') ?? '',
  ];
}

function airlineOf(reference: Reference, { airline }: ExtractedDraft): Airline | undefined {
  return airline === null ? undefined : reference.airline(airline);
}

/** A draft as lines of a batch have it. */
function draftJson(reference: Reference, draft: ExtractedDraft) {
  const { origin, destination, status, effective, weeklyFrequency, evidence } = draft;
  const airline = airlineOf(reference, draft);
  return {
    origin,
    destination,
    airline: airline === undefined ? null : { iata: airline.iata, name: airline.name },
    status,
    effective,
    weeklyFrequency,
    evidence,
  };
}

function detailsOf({ wording, speaker, confidence, alternatives }: ExtractedDraft, effect: string | undefined) {
  return { wording, speaker, confidence, alternatives, ...(effect === undefined ? {} : { effect }) };
}

function extractBatch(file: string, { reference, reader }: Alone): void {
  for (const { id, published_on, text } of linesOf(file, textLine)) {
    say(JSON.stringify({ id, drafts: reader.read(text, published_on).map((draft) => draftJson(reference, draft)) }));
  }
}

function scoreFile(file: string, { reference, reader }: Alone, json: boolean): void {
  const lines = linesOf(file, claimLine, (line) => doubtsOf(line, (code) => reference.place(code) !== undefined));
  if (lines.length === 0) throw new AppError('unusable', `${file} holds no line { id, published_on, text, truth } that can be read.`);
  const result = score(
    lines.map(({ published_on, text, claims }) => ({
      claims,
      drafts: reader.read(text, published_on).map((draft) => draftJson(reference, draft)),
    })),
  );
  if (json) sayJson(result);
  else say(scoreText(result));
}

function scoreText(result: Score): string {
  const percent = (share: number) => share.toFixed(3);
  const { status, window, airline } = result.ofPairs;
  const rows = (['pair', 'claim'] as const).map((one) => {
    const { precision, recall, f1 } = result[one];
    return [one, percent(precision), percent(recall), percent(f1)];
  });
  return [
    `${counted(result.texts, 'text')}, ${counted(result.claims, 'claim')}, ${counted(result.drafts, 'draft')} that count`,
    table([['', 'precision', 'recall', 'F1'], ...rows]),
    `of the pairs found: status ${percent(status)}, window ${percent(window)}, airline ${percent(airline)}`,
    `quiet negatives: ${percent(result.quiet)} of ${result.negatives.toLocaleString('en')}`,
  ].join('\n');
}

/** The lines that can be read; the others are named on standard error, and the command fails once the rest is done. So are doubts, which hinder nothing. */
function linesOf<T extends CorpusLine>(file: string, read: (line: string) => T | string, doubts: (line: T) => string[] = () => []): T[] {
  const good: T[] = [];
  let bad = 0;
  const tell = (index: number, what: string): void => void process.stderr.write(`line ${index + 1}: ${what}\n`);
  for (const [index, line] of readText(file).split('\n').entries()) {
    if (line.trim() === '') continue;
    const result = read(line);
    if (typeof result !== 'string') {
      good.push(result);
      for (const doubt of doubts(result)) tell(index, doubt);
      continue;
    }
    bad += 1;
    tell(index, result);
  }
  if (bad > 0) process.exitCode = 1;
  return good;
}

function readText(file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file === '-' ? 0 : file));
  } catch (fault) {
    const why = fault instanceof TypeError ? 'it is not UTF-8 text' : (fault as Error).message;
    throw new AppError('unusable', `${file === '-' ? 'Standard input' : file} cannot be read: ${why}`);
  }
}
