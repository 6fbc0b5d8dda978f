import { stringify } from 'csv-stringify/sync';
import type { WindowView } from '../domain/windows.ts';
import { guarded } from './ledger-csv.ts';

/** A route as feeds know it: the JSON of the API. */
export interface FeedRoute {
  id: string;
  origin: FeedPlace;
  destination: FeedPlace;
  airline: { iata: string | null; icao: string | null; name: string } | null;
  status: string;
  launch: WindowView | null;
  launchedOn: string | null;
  flag: string;
  weeklyFrequency: number | null;
  announcementCount: number;
  slipCount: number;
  slipDays: number | null;
  firstAnnouncedOn: string | null;
  lastAnnouncedOn: string | null;
  updatedAt: string;
}

interface FeedPlace {
  code: string;
  name: string;
  country: string;
  latitude: number;
  longitude: number;
}

const COLUMNS: [name: string, cell: (route: FeedRoute) => string | number | null | undefined][] = [
  ['id', (route) => route.id],
  ['origin', (route) => route.origin.code],
  ['origin_name', (route) => route.origin.name],
  ['origin_country', (route) => route.origin.country],
  ['destination', (route) => route.destination.code],
  ['destination_name', (route) => route.destination.name],
  ['destination_country', (route) => route.destination.country],
  ['airline', (route) => route.airline?.iata ?? route.airline?.icao],
  ['airline_name', (route) => route.airline?.name],
  ['status', (route) => route.status],
  ['launch_earliest', (route) => route.launch?.earliest],
  ['launch_latest', (route) => route.launch?.latest],
  ['launch', (route) => route.launch?.edtf],
  ['launch_precision', (route) => route.launch?.precision],
  ['launch_label', (route) => route.launch?.label],
  ['launch_wording', (route) => guarded(route.launch?.wording ?? '')],
  ['launched_on', (route) => route.launchedOn],
  ['flag', (route) => route.flag],
  ['weekly_frequency', (route) => route.weeklyFrequency],
  ['announcements', (route) => route.announcementCount],
  ['slips', (route) => route.slipCount],
  ['slip_days', (route) => route.slipDays],
  ['first_announced_on', (route) => route.firstAnnouncedOn],
  ['last_announced_on', (route) => route.lastAnnouncedOn],
  ['updated_at', (route) => route.updatedAt],
];

export function routesHeader(): string {
  return stringify([COLUMNS.map(([name]) => name)]);
}

export function routesLines(routes: readonly FeedRoute[]): string {
  return stringify(routes.map((route) => COLUMNS.map(([, cell]) => cell(route) ?? '')));
}
