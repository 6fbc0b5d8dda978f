import { addDays, isLocalDate, type LocalDate } from './dates.ts';
import type { Finding } from './errors.ts';
import { SOURCE_KINDS, type SourceKind, STATUSES, type Status } from './vocabulary.ts';
import { parseWindow, type Window } from './windows.ts';

/** One statement as somebody typed it: texts, empty or missing where nothing was said. */
export interface RawAnnouncement {
  publishedOn?: string | undefined;
  origin?: string | undefined;
  destination?: string | undefined;
  airline?: string | undefined;
  airlineName?: string | undefined;
  status?: string | undefined;
  effective?: string | undefined;
  wording?: string | undefined;
  weeklyFrequency?: string | undefined;
  speaker?: string | undefined;
  sourceKind?: string | undefined;
  sourceName?: string | undefined;
  sourceUrl?: string | undefined;
  note?: string | undefined;
}

export type Field = keyof RawAnnouncement;

/** What a form or a request asks for; an airline is named there by a code, an id or a name alike. */
export const STATEMENT_FIELDS = [
  'publishedOn',
  'origin',
  'destination',
  'airline',
  'status',
  'effective',
  'wording',
  'weeklyFrequency',
  'speaker',
  'sourceKind',
  'sourceName',
  'sourceUrl',
  'note',
] as const satisfies readonly Field[];

/** A statement whose every field is understood; what the ledger takes. */
export interface Draft {
  publishedOn: LocalDate;
  origin: string;
  destination: string;
  airline: string | null;
  airlineCode: string | null;
  airlineName: string | null;
  status: Status;
  window: Window | null;
  withdrawsDate: boolean;
  wording: string | null;
  weeklyFrequency: number | null;
  speaker: string | null;
  sourceKind: SourceKind;
  sourceName: string | null;
  sourceUrl: string | null;
  note: string | null;
}

/** What reading a statement needs to know of the world. */
export interface World {
  place: (code: string) => { code: string; country: string; metro: string | null } | undefined;
  airlineOn: (code: string, date: LocalDate) => { id: string; name: string } | undefined;
  airlinesCoded: (code: string) => readonly { id: string; name: string }[];
  airlineNamed: (name: string) => { id: string } | undefined;
  /** The newest local date anywhere: nothing was published after it. */
  today: LocalDate;
}

export type ReadAnnouncement = { ok: true; draft: Draft } | { ok: false; findings: (Finding & { field: Field })[] };

/** Written in place of a date: the speaker took the date back and gave no other. */
export const WITHDRAWN = 'withdrawn';

/** In characters: why a statement was taken back, or a draft dropped. */
export const REASON_MOST = 1000;

export const TEXT_LIMITS = { wording: 500, speaker: 300, sourceName: 200, sourceUrl: 2000, note: 4000, airlineName: 200 } as const;

/** Understands a statement or names every fault in it. */
export function readAnnouncement(raw: RawAnnouncement, world: World): ReadAnnouncement {
  const findings: (Finding & { field: Field })[] = [];
  const fault = (field: Field, detail: string) => void findings.push({ field, pointer: field, detail });
  const text = (field: Field): string => raw[field]?.trim() ?? '';

  const publishedOn = text('publishedOn');
  if (!isLocalDate(publishedOn)) fault('publishedOn', `${quoted(publishedOn)} is not a day of the calendar; write it as YYYY-MM-DD`);
  else if (publishedOn > world.today) fault('publishedOn', `${publishedOn} has not come yet: a statement is recorded once it was made`);

  const origin = readPlace(text('origin'), world);
  const destination = readPlace(text('destination'), world);
  if (typeof origin === 'string') fault('origin', origin);
  if (typeof destination === 'string') fault('destination', destination);
  if (typeof origin === 'object' && typeof destination === 'object' && lieTogether(origin, destination)) {
    fault(
      'destination',
      origin.code === destination.code ? 'is the same place as the origin' : `${destination.code} and ${origin.code} lie one in the other`,
    );
  }

  const airline = readAirline(text('airline'), text('airlineName'), isLocalDate(publishedOn) ? publishedOn : world.today, world);
  if (airline.fault !== undefined) fault(text('airline') === '' ? 'airlineName' : 'airline', airline.fault);

  const status = oneOf(STATUSES, text('status'));
  if (status === undefined) fault('status', `${quoted(text('status'))} is not a status; use one of ${STATUSES.join(', ')}`);

  const effective = text('effective');
  const withdrawsDate = effective === WITHDRAWN;
  const window = effective === '' || withdrawsDate ? null : parseWindow(effective);
  if (window !== null && !window.ok) fault('effective', window.detail);
  if (withdrawsDate && status !== undefined && !['proposed', 'announced', 'confirmed', 'postponed'].includes(status)) {
    fault('effective', `only a promise can have its date withdrawn; "${status}" is none`);
  }
  if (status === 'launched' && window?.ok && isLocalDate(publishedOn) && (window.window.earliest ?? '') > publishedOn) {
    // The first flight may leave where the next day has begun already.
    if (window.window.earliest! > addDays(publishedOn, 1)) {
      fault(
        'effective',
        `a first flight on ${window.window.earliest} cannot have been reported on ${publishedOn}; use announced or confirmed`,
      );
    }
  }

  const frequency = text('weeklyFrequency');
  const weeklyFrequency = frequency === '' ? null : Number(frequency);
  if (weeklyFrequency !== null && !(/^\d+$/.test(frequency) && weeklyFrequency >= 1 && weeklyFrequency <= 1000)) {
    fault('weeklyFrequency', `${quoted(frequency)} is not a number of flights a week from 1 to 1000`);
  }

  const sourceKind = oneOf(SOURCE_KINDS, text('sourceKind') || 'other');
  if (sourceKind === undefined)
    fault('sourceKind', `${quoted(text('sourceKind'))} is not a kind of source; use one of ${SOURCE_KINDS.join(', ')}`);
  const sourceUrl = text('sourceUrl');
  if (sourceUrl !== '' && !isWebAddress(sourceUrl)) fault('sourceUrl', `${quoted(sourceUrl)} is not an http or https address`);

  for (const [field, limit] of Object.entries(TEXT_LIMITS) as [keyof typeof TEXT_LIMITS, number][]) {
    if (text(field).length > limit) fault(field, `is ${text(field).length} characters long; ${limit} is the most`);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text(field))) fault(field, 'holds a control character; take it out');
  }

  if (findings.length > 0) return { ok: false, findings };
  return {
    ok: true,
    draft: {
      publishedOn,
      origin: (origin as { code: string }).code,
      destination: (destination as { code: string }).code,
      airline: airline.id,
      airlineCode: text('airline') || null,
      airlineName: text('airlineName') || null,
      status: status as Status,
      window: window?.ok ? window.window : null,
      withdrawsDate,
      wording: text('wording') || null,
      weeklyFrequency,
      speaker: text('speaker') || null,
      sourceKind: sourceKind as SourceKind,
      sourceName: text('sourceName') || null,
      sourceUrl: sourceUrl || null,
      note: text('note') || null,
    },
  };
}

type KnownPlace = { code: string; country: string; metro: string | null };

function readPlace(code: string, world: World): KnownPlace | string {
  if (code === '') return 'is missing: write an IATA code (ALA), a metropolitan code (LON) or a country (KZ)';
  return (
    world.place(code.toUpperCase()) ??
    `${quoted(code)} is no place of the register: write an IATA code (ALA), a metropolitan code (LON) or a country (KZ)`
  );
}

/** A route joins two places of which neither holds the other. */
function lieTogether(a: KnownPlace, b: KnownPlace): boolean {
  return a.code === b.code || a.metro === b.code || b.metro === a.code || a.country === b.code || b.country === a.code;
}

function readAirline(code: string, name: string, date: LocalDate, world: World): { id: string | null; fault?: string } {
  if (code !== '') {
    const known = world.airlineOn(/^[A-Za-z0-9]{2,3}$/.test(code) ? code.toUpperCase() : code, date);
    if (known !== undefined) return { id: known.id };
    const others = world.airlinesCoded(code.toUpperCase()).map((airline) => `${airline.name} (${airline.id})`);
    const hint =
      others.length === 0 ? 'leave it empty if no airline was named' : `it was used by ${others.join(' and ')}: write the id in brackets`;
    return { id: null, fault: `${quoted(code)} is no airline of the register on ${date}; ${hint}` };
  }
  if (name !== '') {
    const known = world.airlineNamed(name);
    return known !== undefined
      ? { id: known.id }
      : { id: null, fault: `${quoted(name)} is no airline of the register; give its IATA code` };
  }
  return { id: null };
}

function isWebAddress(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}

function oneOf<T extends string>(choices: readonly T[], text: string): T | undefined {
  return choices.find((choice) => choice === text);
}

function quoted(text: string): string {
  return `"${text.length > 60 ? `${text.slice(0, 57)}…` : text}"`;
}
