import { type Ctx, utcDay } from '../context.ts';
import { AppError, type Finding } from '../domain/errors.ts';
import { CORRECTION_KINDS } from '../domain/vocabulary.ts';
import type { Correction } from '../extract/lexicon.ts';
import { wordsFault, wordsKey } from '../extract/names/correction-words.ts';
import { deleteCorrection, findCorrection, findCorrectionOfWords, insertCorrection } from '../store/corrections.ts';
import type { Reference } from '../store/reference.ts';
import type { CorrectionRow } from '../store/tables.ts';
import { inTransaction, type WriteCtx } from './transaction.ts';

/** A correction as somebody wrote it: empty where nothing was given. */
export interface WrittenCorrection {
  kind: string;
  words: string;
  /** Code of a place; code, id or name of an airline. */
  means: string;
}

/** A finding's pointer is then the name of a part. */
export type ReadCorrection = { ok: true; correction: Correction } | { ok: false; findings: Finding[] };

/** Understands a correction or names every fault in it. */
export function readCorrection(ctx: Pick<Ctx, 'reference' | 'now'>, written: WrittenCorrection): ReadCorrection {
  const findings: Finding[] = [];
  const kind = CORRECTION_KINDS.find((one) => one === written.kind);
  const words = written.words.trim().replace(/\p{Zs}+/gu, ' ');
  const given = written.means.trim();
  if (kind === undefined) {
    const told = written.kind.trim() === '' ? 'is missing' : `${quoted(written.kind)} is no kind of correction`;
    findings.push({ pointer: 'kind', detail: `${told}: use one of ${CORRECTION_KINDS.join(', ')}` });
  }
  const fault = wordsFault(kind ?? 'place', words);
  if (fault !== undefined) findings.push({ pointer: 'words', detail: fault });
  const meant = kind === undefined ? { means: null } : meaningOf(ctx, kind, given);
  if (meant.fault !== undefined) findings.push({ pointer: 'means', detail: meant.fault });
  if (findings.length > 0) return { ok: false, findings };
  return { ok: true, correction: { kind: kind as Correction['kind'], words, means: meant.means } };
}

interface Meaning {
  means: string | null;
  fault?: string;
}

function meaningOf(ctx: Pick<Ctx, 'reference' | 'now'>, kind: Correction['kind'], given: string): Meaning {
  if (kind === 'drop') return given === '' ? { means: null } : { means: null, fault: 'must be left out: what is dropped means nothing' };
  return kind === 'place' ? placeMeant(ctx.reference, given) : airlineMeant(ctx, given);
}

function placeMeant(reference: Reference, given: string): Meaning {
  const how = 'write an IATA code (YQR) or a metropolitan code (LON)';
  if (given === '') return { means: null, fault: `is missing: ${how}` };
  const place = reference.place(given.toUpperCase());
  if (place === undefined) return { means: null, fault: `${quoted(given)} is no place of the register: ${how}` };
  return place.kind === 'country' ? { means: null, fault: `${quoted(given)} is a country: ${how}` } : { means: place.code };
}

function airlineMeant(ctx: Pick<Ctx, 'reference' | 'now'>, given: string): Meaning {
  const { reference } = ctx;
  const how = 'write an IATA or ICAO code, an id or a name of the register';
  if (given === '') return { means: null, fault: `is missing: ${how}` };
  const code = /^[A-Za-z0-9]{2,3}$/.test(given) ? given.toUpperCase() : given;
  const airline = reference.airlineOn(code, utcDay(ctx)) ?? reference.airlineNamed(given);
  if (airline !== undefined) return { means: airline.id };
  const holders = reference.airlinesCoded(code).map((one) => one.id);
  const others = holders.length === 0 ? how : `it was the code of ${holders.join(' and ')}: write the id`;
  return { means: null, fault: `${quoted(given)} is no airline of the register: ${others}` };
}

function quoted(text: string): string {
  return `"${text.length > 60 ? `${text.slice(0, 57)}…` : text}"`;
}

/**
 * Every text is read with it from now on, by every process. Throws `invalid_request` with every fault, and `conflict` for words
 * that have a correction already.
 */
export async function addCorrection(
  ctx: Ctx,
  written: WrittenCorrection,
  alsoWrite?: (tx: WriteCtx, correction: CorrectionRow) => Promise<void>,
): Promise<CorrectionRow> {
  const read = readCorrection(ctx, written);
  if (!read.ok) throw refused(read.findings);
  const key = wordsKey(read.correction.words);
  return inTransaction(ctx, async (tx) => {
    const same = await findCorrectionOfWords(tx.db, key);
    if (same !== undefined)
      throw new AppError('conflict', `${correctionText(same)} already, by correction ${same.id}. Remove that one first.`);
    const row: CorrectionRow = {
      id: tx.newId(),
      ...read.correction,
      words_key: key,
      created_at: tx.at,
      created_by: tx.actor.name,
    };
    await insertCorrection(tx.db, row);
    audit(tx, 'added', undefined, row);
    await alsoWrite?.(tx, row);
    return row;
  });
}

function refused(findings: readonly Finding[]): AppError {
  const [first, ...others] = findings;
  const message = others.length === 0 ? `${first!.pointer}: ${first!.detail}.` : `The correction has ${findings.length} faults.`;
  const located = findings.map(({ pointer, detail }) => ({ pointer: `/${pointer}`, detail }));
  return new AppError('invalid_request', message, { findings: located });
}

/** Texts are read as if it had never been. What was recorded meanwhile stays. */
export async function removeCorrection(ctx: Ctx, id: string): Promise<CorrectionRow> {
  return inTransaction(ctx, async (tx) => {
    const row = await findCorrection(tx.db, id);
    if (row === undefined) throw new AppError('not_found', `There is no correction ${id}.`);
    await deleteCorrection(tx.db, id);
    audit(tx, 'removed', row, undefined);
    return row;
  });
}

/** `"the Queen City" means YQR`. */
export function correctionText({ words, means }: Correction): string {
  return means === null ? `"${words}" is dropped` : `"${words}" means ${means}`;
}

function audit(tx: WriteCtx, what: string, before: CorrectionRow | undefined, after: CorrectionRow | undefined): void {
  const told = (row: CorrectionRow | undefined) =>
    row === undefined ? null : { id: row.id, kind: row.kind, words: row.words, means: row.means };
  tx.journal.audit.push({
    action: `correction.${what}`,
    subject: `correction:${(after ?? before)?.id}`,
    before: told(before),
    after: told(after),
  });
}
