import { worldOf } from '../../actions/world.ts';
import { type Ctx, utcDay } from '../../context.ts';
import { type Draft, readAnnouncement, STATEMENT_FIELDS } from '../../domain/announcement.ts';
import { isLocalDate } from '../../domain/dates.ts';
import type { Airline, Place } from '../../store/reference.ts';
import type { AnnouncementRow, RouteRow } from '../../store/tables.ts';
import { resolveAirline, resolvePlace } from '../resolve.ts';
import { faultText, text } from './form.tsx';

/** Names that can mean several things, of which one was chosen. */
const CHOICES = ['originChoice', 'destinationChoice', 'airlineChoice'] as const;

/** A statement as it stands in a form. */
export type Typed = Record<(typeof STATEMENT_FIELDS)[number] | (typeof CHOICES)[number], string>;
export type Faults = Partial<Record<string, string>>;
export interface Meanings {
  origin?: readonly Place[];
  destination?: readonly Place[];
  airline?: readonly Airline[];
}

const NAMES = [...STATEMENT_FIELDS, ...CHOICES];
export const statementShape = Object.fromEntries(NAMES.map((name) => [name, text])) as Record<keyof Typed, typeof text>;

export function typedOf(body: Typed): Typed {
  return Object.fromEntries(NAMES.map((name) => [name, body[name]])) as Typed;
}

/** An empty form: the editor's own word, of today. */
export function blank(ctx: Ctx, given: Partial<Typed> = {}): Typed {
  const empty = Object.fromEntries(NAMES.map((name) => [name, ''])) as Typed;
  return { ...empty, publishedOn: utcDay(ctx), sourceKind: 'media', ...given };
}

type SourceColumns = Pick<AnnouncementRow, 'published_on' | 'source_name' | 'source_kind' | 'source_url'>;

/** The source of a statement, for the next one that is read in the same place. */
export function sourceOf(row: SourceColumns) {
  return {
    publishedOn: row.published_on,
    sourceName: row.source_name ?? '',
    sourceKind: row.source_kind,
    sourceUrl: row.source_url ?? '',
  } satisfies Partial<Typed>;
}

export interface ReadStatement {
  draft: Draft | undefined;
  faults: Faults;
  /** What is to be chosen from. */
  meanings: Meanings;
}

/** Understands a form: names as well as codes. `route` says what a form about one route need not ask. */
export function readStatement(ctx: Ctx, typed: Typed, route?: RouteRow): ReadStatement {
  const meanings: Meanings = {};
  const faults: Faults = {};
  const origin = route?.origin ?? placeOf(ctx, typed, 'origin', meanings, faults);
  const destination = route?.destination ?? placeOf(ctx, typed, 'destination', meanings, faults);
  const airline = airlineOf(ctx, typed, meanings, faults);
  const read = readAnnouncement({ ...typed, origin, destination, airline }, worldOf(ctx));
  if (!read.ok) for (const { field, detail } of read.findings) faults[field] ??= faultText(detail);
  return { draft: read.ok && Object.keys(faults).length === 0 ? read.draft : undefined, faults, meanings };
}

function placeOf(ctx: Ctx, typed: Typed, end: 'origin' | 'destination', meanings: Meanings, faults: Faults): string {
  const resolved = resolvePlace(ctx.reference, typed[end]);
  if (resolved.kind === 'none') return typed[end];
  if (resolved.kind === 'one') return resolved.found.code;
  meanings[end] = resolved.choices;
  const chosen = resolved.choices.find((place) => place.code === typed[`${end}Choice`]);
  if (chosen === undefined) faults[end] = `“${typed[end]}” can mean several places: choose one.`;
  return chosen?.code ?? resolved.choices[0]!.code;
}

function airlineOf(ctx: Ctx, typed: Typed, meanings: Meanings, faults: Faults): string {
  const name = typed.airline.trim();
  const date = isLocalDate(typed.publishedOn) ? typed.publishedOn : utcDay(ctx);
  // A code is read as of its day: codes change hands.
  if (name === '' || ctx.reference.airlineOn(name.length <= 3 ? name.toUpperCase() : name, date) !== undefined) return name;
  const resolved = resolveAirline(ctx.reference, name);
  if (resolved.kind === 'none') return name;
  if (resolved.kind === 'one') return resolved.found.id;
  meanings.airline = resolved.choices;
  const chosen = resolved.choices.find((airline) => airline.id === typed.airlineChoice);
  if (chosen === undefined) faults.airline = `“${name}” can mean several airlines: choose one.`;
  return chosen?.id ?? '';
}
