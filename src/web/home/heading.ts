import { parseSeason, seasonLabel } from '../../domain/seasons.ts';
import { isPending } from '../../domain/vocabulary.ts';
import { labelOf, parseWindow } from '../../domain/windows.ts';
import { count, statusWord } from '../../words/phrases.ts';
import { placeName } from '../parts/names.tsx';
import type { Selection } from './selection.ts';

/** What is seen, in words: `12 routes of Kazakhstan that somebody said would start`. */
export function heading(selection: Selection, total: number): string {
  const routes = total === 0 ? 'No routes' : count(total, 'route');
  const words = [routes, where(selection), whose(selection), fate(selection, total)].filter((part) => part !== '').join(' ');
  const period = when(selection);
  if (period === '') return words;
  return /would start$|have started$/.test(words) ? `${words} ${period}` : `${words}, with a window ${period}`;
}

function where({ place, country }: Selection): string {
  if (place !== undefined && country !== undefined && place !== country) return `between ${placeName(place)} and ${country.name}`;
  const one = place ?? country;
  return one === undefined ? '' : `of ${placeName(one)}`;
}

function whose({ airline }: Selection): string {
  return airline === undefined ? '' : `by ${airline.name}`;
}

function fate({ query, statuses, flags }: Selection, total: number): string {
  const was = total === 1 ? 'was' : 'were';
  if (query.flag === 'overdue') return 'that should have flown by now';
  if (query.flag === 'due') return 'whose launch window is open';
  if (query.flag === 'due,overdue') return 'that should have flown by now or are due';
  if (query.status === 'all') return 'that somebody spoke of';
  if (statuses.every(isPending)) {
    const named = query.status === undefined ? '' : `, ${statuses.map(statusWord).join(' or ')}`;
    return `that somebody said would start${flags.length === 1 ? ', not yet due' : ''}${named}`;
  }
  if (query.status === 'launched') return 'that have started';
  return `that ${was} ${statuses.map(statusWord).join(' or ')}`;
}

function when({ query }: Selection): string {
  const { from, to } = query;
  const season = query.season === undefined ? undefined : parseSeason(query.season);
  const parts = [season === undefined ? '' : `in the ${seasonLabel(season)}`];
  if (from !== undefined && from === to) parts.push(`in ${periodText(from)}`);
  else {
    if (from !== undefined) parts.push(`from ${periodText(from)}`);
    if (to !== undefined) parts.push(`to ${periodText(to)}`);
  }
  return parts.filter((part) => part !== '').join(', ');
}

export function periodText(text: string): string {
  const parsed = parseWindow(text);
  return parsed.ok ? labelOf(parsed.window) : text;
}
