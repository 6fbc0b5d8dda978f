import type { Place, Reference } from '../../store/reference.ts';
import type { CountryCount } from '../../store/route-summary.ts';
import { count } from '../../words/phrases.ts';
import { links } from '../links.ts';
import type { MapLine } from '../map/lines.ts';
import { knownPlace } from '../parts/names.tsx';
import type { Look } from '../parts/tags.tsx';
import type { HomeQuery, Selection } from './selection.ts';

/** One line for each two countries, whichever way the routes go; it leads to the routes between them. */
export function countryLines(
  reference: Reference,
  counts: readonly CountryCount[],
  { query, place }: Pick<Selection, 'query' | 'place'>,
): MapLine[] {
  const pairs = new Map<string, CountryCount>();
  for (const one of counts) {
    const [a, b] = [one.origin_country, one.destination_country].sort() as [string, string];
    const sum = pairs.get(`${a}-${b}`);
    pairs.set(`${a}-${b}`, sum === undefined ? { ...one, origin_country: a, destination_country: b } : added(sum, one));
  }
  const { page: _page, ...rest } = query;
  return [...pairs].map(([pair, sum]) => {
    const from = knownPlace(reference, sum.origin_country);
    const to = knownPlace(reference, sum.destination_country);
    const urgent = [...(sum.overdue > 0 ? [`${sum.overdue} overdue`] : []), ...(sum.due > 0 ? [`${sum.due} due`] : [])];
    return {
      pair,
      from: end(from),
      to: end(to),
      look: lookOfSum(sum),
      vague: false,
      count: sum.routes,
      href: links.home({ ...rest, ...betweenCountries(place, from, to) }),
      label: [`${from.name}–${to.name}`, count(sum.routes, 'route'), ...urgent].join(', '),
    };
  });
}

/** `place` and `country` name an end each; a smaller place that is chosen already stays. */
function betweenCountries(place: Place | undefined, from: Place, to: Place): HomeQuery {
  if (place === undefined || place.kind === 'country') return { place: from.code, country: to.code };
  return { country: place.country === from.code ? to.code : from.code };
}

function added(a: CountryCount, b: CountryCount): CountryCount {
  return {
    ...a,
    routes: a.routes + b.routes,
    overdue: a.overdue + b.overdue,
    due: a.due + b.due,
    pending: a.pending + b.pending,
    launched: a.launched + b.launched,
  };
}

function lookOfSum(sum: CountryCount): Look {
  if (sum.overdue > 0) return 'overdue';
  if (sum.due > 0) return 'due';
  if (sum.pending > 0) return 'planned';
  return sum.launched > 0 ? 'flown' : 'gone';
}

function end({ longitude, latitude, name }: Place): MapLine['from'] {
  return { longitude, latitude, name };
}
