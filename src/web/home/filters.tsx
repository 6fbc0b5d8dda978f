import type { LocalDate } from '../../domain/dates.ts';
import { addDays } from '../../domain/dates.ts';
import { seasonBounds, seasonCode, seasonLabel, seasonOf } from '../../domain/seasons.ts';
import { ROUTE_STATUSES } from '../../domain/vocabulary.ts';
import type { Airline, Place, Reference } from '../../store/reference.ts';
import { statusWord } from '../../words/phrases.ts';
import { links } from '../links.ts';
import { Field, Select } from '../parts/forms.tsx';
import { placeName } from '../parts/names.tsx';
import { typedAirline, typedPlace } from '../resolve.ts';
import { periodText } from './heading.ts';
import { FILTERS, type FilterName, type HomeQuery, type Selection } from './selection.ts';

interface Props {
  reference: Reference;
  selection: Selection;
  /** Codes of the countries that can be chosen. */
  countries: readonly string[];
  today: LocalDate;
}

const FLAG_OPTIONS = [
  ['', 'any'],
  ['none', 'not yet due'],
  ['due', 'due'],
  ['overdue', 'overdue'],
  ['due,overdue', 'due or overdue'],
] as const;

/** What is shown can be narrowed here; every choice is in the address. */
export function Filters({ reference, selection, countries, today }: Props) {
  const { query, faults, statuses } = selection;
  const more: readonly FilterName[] = ['from', 'to', 'season', 'status'];
  const isOpen = more.some((name) => query[name] !== undefined);
  const countryOptions = [...new Set([...countries, ...(selection.country === undefined ? [] : [selection.country.code])])]
    .map((code): [string, string] => [code, reference.place(code)?.name ?? code])
    .sort((a, b) => a[1].localeCompare(b[1], 'en'));
  return (
    <form class="filters" action={links.home()} aria-label="Filter the routes">
      {query.sort !== undefined && <input type="hidden" name="sort" value={query.sort} />}
      <div class="filter-row">
        <div>
          <Field
            name="place"
            label="Place"
            value={selection.place === undefined ? query.place : typedPlace(reference, selection.place)}
            fault={faults.get('place')}
            suggest="place"
            maxLength={100}
          />
          <Choices items={selection.places} name="place" query={query} codeOf={(place: Place) => place.code} nameOf={fullName} />
        </div>
        <Select
          name="country"
          label="Country"
          value={selection.country?.code}
          fault={faults.get('country')}
          options={[['', 'any'], ...countryOptions]}
        />
        <div>
          <Field
            name="airline"
            label="Airline"
            value={selection.airline === undefined ? query.airline : typedAirline(reference, selection.airline)}
            fault={faults.get('airline')}
            suggest="airline"
            maxLength={100}
          />
          <Choices
            items={selection.airlines}
            name="airline"
            query={query}
            codeOf={(airline: Airline) => airline.id}
            nameOf={(airline) => `${airline.name} (${airline.iata ?? airline.icao ?? airline.id})`}
          />
        </div>
        <Select name="flag" label="Due" value={query.flag} fault={faults.get('flag')} options={FLAG_OPTIONS} />
        <button class="primary">Show</button>
      </div>
      <details open={isOpen}>
        <summary>Dates and status</summary>
        <div class="filter-row">
          <Field
            name="from"
            label="Window from"
            value={query.from}
            fault={faults.get('from')}
            hint="2026-12, 2026-Q4, S27 or a day"
            maxLength={30}
          />
          <Field name="to" label="Window to" value={query.to} fault={faults.get('to')} maxLength={30} />
          <Select
            name="season"
            label="Season"
            value={query.season}
            fault={faults.get('season')}
            options={seasonOptions(today, query.season)}
          />
          <fieldset aria-describedby={faults.has('status') ? 'status-fault' : undefined}>
            <legend>Status</legend>
            {ROUTE_STATUSES.map((status) => (
              <label key={status}>
                <input type="checkbox" name="status" value={status} checked={statuses.includes(status)} /> {statusWord(status)}
              </label>
            ))}
            {faults.has('status') && (
              <span class="fault" id="status-fault">
                {faults.get('status')}
              </span>
            )}
          </fieldset>
        </div>
      </details>
      <Chips selection={selection} />
    </form>
  );
}

/** `London, all airports (LON)`, `Heathrow, London (LHR)`: what tells places of one name apart. */
function fullName(place: Place): string {
  const { kind, name, city, code } = place;
  if (kind === 'metro') return `${placeName(place)}, all airports (${code})`;
  return kind === 'country' || city === null || name === city ? `${placeName(place)} (${code})` : `${name}, ${city} (${code})`;
}

function Choices<T>(props: {
  items: readonly T[];
  name: 'place' | 'airline';
  query: HomeQuery;
  codeOf: (item: T) => string;
  nameOf: (item: T) => string;
}) {
  const { items, name, query, codeOf, nameOf } = props;
  if (items.length === 0) return null;
  return (
    <ul class="choices">
      {items.map((item) => (
        <li key={codeOf(item)}>
          <a href={links.home({ ...query, [name]: codeOf(item) })}>{nameOf(item)}</a>
        </li>
      ))}
    </ul>
  );
}

/** The season before today's, today's, and the three that follow. */
function seasonOptions(today: LocalDate, chosen: string | undefined): [string, string][] {
  let season = seasonOf(addDays(seasonBounds(seasonOf(today)).earliest, -1));
  const options: [string, string][] = [['', 'any']];
  for (let left = 5; left > 0; left -= 1) {
    options.push([seasonCode(season), `${seasonCode(season)}, ${seasonLabel(season).replace(' season', '')}`]);
    season = seasonOf(addDays(seasonBounds(season).latest, 1));
  }
  if (chosen !== undefined && !options.some(([code]) => code === chosen)) options.push([chosen, chosen]);
  return options;
}

/** What is chosen, each with a way to take it back. */
function Chips({ selection }: Pick<Props, 'selection'>) {
  const { query } = selection;
  const { page: _page, ...rest } = query;
  const chosen = FILTERS.filter((name) => query[name] !== undefined);
  if (chosen.length === 0) return null;
  return (
    <ul class="chips" aria-label="Filters that are set">
      {chosen.map((name) => (
        <li key={name}>
          <a class="chip" href={links.home({ ...rest, [name]: undefined })}>
            <span class="hidden">Remove the filter </span>
            {chipText(selection, name)} <span aria-hidden="true">×</span>
          </a>
        </li>
      ))}
      {chosen.length > 1 && (
        <li>
          <a href={links.home({ sort: query.sort })}>Clear all</a>
        </li>
      )}
    </ul>
  );
}

function chipText({ query, place, country, airline, statuses }: Selection, name: FilterName): string {
  const typed = query[name] ?? '';
  switch (name) {
    case 'place':
      return place === undefined ? typed : placeName(place);
    case 'country':
      return country?.name ?? typed;
    case 'airline':
      return airline?.name ?? typed;
    case 'status':
      return typed === 'all' ? 'any status' : statuses.map(statusWord).join(', ') || typed;
    case 'flag':
      return FLAG_OPTIONS.find(([value]) => value === typed)?.[1] ?? typed;
    case 'from':
      return `from ${periodText(typed)}`;
    case 'to':
      return `to ${periodText(typed)}`;
    case 'season':
      return typed;
  }
}
