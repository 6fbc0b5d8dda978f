import type { EventData } from '../domain/event-data.ts';
import { count, dayText } from './phrases.ts';
import { plain, webLink } from './plain.ts';
import type { AlertItem } from './tell.ts';

/** The source of a statement, with the words around its name; undefined where none was given. */
export function sourceOf({ data, occurredAt }: AlertItem): { before: string; name: string; url: string | null; after: string } | undefined {
  if (!('reason' in data)) return undefined;
  const { source, launch, launchBefore, reason } = data;
  const url = webLink(source?.url ?? null);
  const name = plain(source?.name ?? '') || (url === null ? '' : new URL(url).hostname);
  if (name === '') return undefined;
  if (reason === 'retraction') return { before: 'Taken back: the statement in ', name, url, after: '' };
  // The words belong to the window: an older window brings an older speaker's.
  const wording = launch?.wording != null && launch.edtf !== launchBefore?.edtf ? `, “${plain(launch.wording, 160)}”` : '';
  return { before: 'Source: ', name, url, after: `, ${dayText(occurredAt)}${wording}` };
}

/** What people look at: the page of the pair. */
export function pageOf(data: EventData): string {
  return data.links.page ?? data.links.route;
}

/** Both ends with their codes, the airline, the flights a week. */
export function routeLine(data: EventData): string {
  const { origin, destination, airline, weeklyFrequency } = data;
  const place = ({ name, code }: typeof origin) => `${plain(name, 60)} (${plain(code, 8)})`;
  const code = airline?.iata ?? airline?.icao;
  const carrier = airline === null ? ', airline not named' : `, ${plain(airline.name, 60)}${code == null ? '' : ` (${plain(code, 8)})`}`;
  const flights = weeklyFrequency === null ? '' : `, ${count(weeklyFrequency, 'flight')} a week`;
  return `Route: ${place(origin)} – ${place(destination)}${carrier}${flights}`;
}

/** `17 statements since 11 November 2022; slipped 3 times, 99 days in all`. */
export function historyOf(data: EventData): string {
  const { announcementCount, firstAnnouncedOn, slipCount, slipDays } = data;
  if (announcementCount === 0) return '';
  const since = firstAnnouncedOn === null ? '' : ` ${announcementCount === 1 ? 'of' : 'since'} ${dayText(firstAnnouncedOn)}`;
  const statements = `${count(announcementCount, 'statement')}${since}`;
  if (slipCount === 0) {
    if (slipDays === null || announcementCount === 1) return statements;
    return slipDays > 0 ? `${statements}; no slip, but ${count(slipDays, 'day')} later than first promised` : `${statements}; no slip`;
  }
  const times = slipCount === 1 ? 'once' : slipCount === 2 ? 'twice' : `${slipCount} times`;
  const days = slipDays === null ? '' : slipDays > 0 ? `, ${count(slipDays, 'day')} in all` : ', yet no later than first promised';
  return `${statements}; slipped ${times}${days}`;
}
