import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Ctx } from '../context.ts';
import { AppError } from '../domain/errors.ts';
import { PLACE_KINDS } from '../domain/vocabulary.ts';
import { isZone } from '../domain/zones.ts';
import { chunks } from '../store/chunks.ts';
import { type Reference, readReference, referenceOf } from '../store/reference.ts';
import { upsertAirlines, upsertPlaces } from '../store/reference-rows.ts';
import { readRegister, setReferenceDigest } from '../store/register.ts';
import { pageRoutes } from '../store/routes.ts';
import type { AirlineRow, PlaceRow } from '../store/tables.ts';
import { openRoutes, settle } from './ledger.ts';
import { inTransaction } from './transaction.ts';

export const DATA = join(import.meta.dirname, '../../data');

/**
 * Loads places and airlines from their files when these have changed, makes the routes follow, and returns the context
 * with the reference data that is now in force.
 */
export async function loadReference(ctx: Ctx, folder: string = DATA): Promise<Ctx> {
  const { texts, digest } = readFiles(folder);
  const loaded = (await readRegister(ctx.db)).reference_digest;
  if (loaded === digest) return { ...ctx, reference: await readReference(ctx.db) };
  const { places, airlines } = rowsOf(texts);
  return inTransaction(ctx, async (tx) => {
    for (const some of chunks(places, 200)) await upsertPlaces(tx.db, some);
    for (const some of chunks(airlines, 200)) await upsertAirlines(tx.db, some);
    await setReferenceDigest(tx.db, digest);
    const reference = await readReference(tx.db);
    if (loaded !== null) {
      for (let after = ''; ; ) {
        const rows = await pageRoutes(tx.db, after, 500);
        if (rows.length === 0) break;
        after = rows.at(-1)!.id;
        await settle({ ...tx, reference }, await openRoutes(tx, rows), () => ({
          key: `places:${digest}`,
          announcementId: null,
          source: null,
          occurredAt: tx.at,
          reason: 'places',
        }));
      }
    }
    tx.journal.audit.push({
      action: 'reference.loaded',
      subject: 'reference',
      before: { digest: loaded },
      after: { digest, places: places.length, airlines: airlines.length },
    });
    return { ...ctx, reference };
  });
}

/** Places and airlines straight from their files: for what needs no register. */
export function referenceOfFiles(folder: string = DATA): Reference {
  const { texts, digest } = readFiles(folder);
  const { places, airlines } = rowsOf(texts);
  return referenceOf(digest, places, airlines);
}

interface Texts {
  places: string;
  airlines: string;
}

function readFiles(folder: string): { texts: Texts; digest: string } {
  const [places, airlines] = ['places.csv', 'airlines.csv'].map((file) => readFileSync(join(folder, file), 'utf8')) as [string, string];
  const digest = createHash('sha256').update([places, airlines].join('\0')).digest('hex').slice(0, 16);
  return { texts: { places, airlines }, digest };
}

function rowsOf({ places, airlines }: Texts): { places: PlaceRow[]; airlines: AirlineRow[] } {
  return { places: readRows(places, 'places.csv').map(toPlaceRow), airlines: readRows(airlines, 'airlines.csv').map(toAirlineRow) };
}

type CsvRow = Record<string, string>;

function readRows(text: string, file: string): CsvRow[] {
  try {
    return parse(text, { columns: true, bom: true }) as CsvRow[];
  } catch (fault) {
    throw new AppError('unusable', `data/${file} cannot be read: ${(fault as Error).message}`, { cause: fault });
  }
}

function toPlaceRow(row: CsvRow): PlaceRow {
  const kind = PLACE_KINDS.find((one) => one === row.kind);
  const zones = (row.time_zones ?? '').split(' ');
  const wrong = zones.filter((zone) => !isZone(zone));
  if (kind === undefined || wrong.length > 0) {
    throw new AppError(
      'unusable',
      `data/places.csv, ${row.code}: ${kind === undefined ? `kind "${row.kind}"` : `time zone "${wrong[0]}"`} is not known.`,
    );
  }
  return {
    code: row.code!,
    kind,
    icao: row.icao || null,
    name: row.name!,
    city: row.city || null,
    country: row.country!,
    metro: row.metro || null,
    latitude: Number(row.latitude),
    longitude: Number(row.longitude),
    time_zones: row.time_zones!,
    aliases: row.aliases ?? '',
  };
}

function toAirlineRow(row: CsvRow): AirlineRow {
  return {
    id: row.id!,
    iata: row.iata || null,
    icao: row.icao || null,
    name: row.name!,
    country: row.country!,
    aliases: row.aliases ?? '',
    active_from: row.active_from || null,
    active_to: row.active_to || null,
  };
}
