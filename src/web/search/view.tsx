import type { ComponentChildren } from 'preact';
import type { Place, Reference } from '../../store/reference.ts';
import { count } from '../../words/phrases.ts';
import { Layout } from '../layout.tsx';
import { links } from '../links.ts';
import { AirlineLink, PairLink, PlaceLink, placeName } from '../parts/names.tsx';
import { StatusTag } from '../parts/tags.tsx';
import { countryName } from '../place/names.ts';
import type { Found } from './find.ts';

type Countries = readonly { country: string; count: number }[];

/** How to search, for who has not asked anything yet. */
export function StartPage({ reference, countries }: { reference: Reference; countries: Countries }) {
  return (
    <Layout title="Search" section="routes">
      <div class="prose">
        <h1>Search</h1>
        <Form q="" />
        <HowTo />
      </div>
      <Busiest reference={reference} countries={countries} />
    </Layout>
  );
}

export function FoundPage({ reference, q, found, countries }: { reference: Reference; q: string; found: Found; countries: Countries }) {
  const { places, airlines, pairs, isCut, reading } = found;
  const isEmpty = places.length + airlines.length + pairs.length === 0;
  return (
    <Layout title={`Search: ${q}`} section="routes" q={q} private>
      <h1>{isEmpty ? `Nothing found for “${q}”` : `Found for “${q}”`}</h1>
      <Form q={q} />
      {isEmpty && reading !== undefined && <NoPair reading={reading} />}
      {isEmpty && reading === undefined && <p>No place, airline or pair of places has a name, a code or an alias like that.</p>}
      {isEmpty && (
        <div class="prose">
          <HowTo />
        </div>
      )}
      {pairs.length > 0 && (
        <Part id="pairs" title="Routes">
          {pairs.flatMap(({ rows }) =>
            rows.map((row) => (
              <li key={row.id}>
                <PairLink reference={reference} route={row} /> · <AirlineLink reference={reference} id={row.airline} />{' '}
                <StatusTag route={row} />
              </li>
            )),
          )}
        </Part>
      )}
      {places.length > 0 && (
        <Part id="places" title="Places">
          {places.map(({ place, routes }) => (
            <li key={place.code}>
              <PlaceLink place={place} /> <PlaceKind reference={reference} place={place} /> · {count(routes, 'route')}
            </li>
          ))}
        </Part>
      )}
      {airlines.length > 0 && (
        <Part id="airlines" title="Airlines">
          {airlines.map(({ airline, routes }) => (
            <li key={airline.id}>
              <AirlineLink reference={reference} id={airline.id} /> <span class="soft">{countryName(reference, airline)}</span> ·{' '}
              {count(routes, 'route')}
            </li>
          ))}
        </Part>
      )}
      {isCut && <p>Only the best fits are shown. Write more of the name, or a code, to see fewer.</p>}
      {isEmpty && <Busiest reference={reference} countries={countries} />}
    </Layout>
  );
}

function NoPair({ reading: { from, to } }: { reading: NonNullable<Found['reading']> }) {
  const first = [from[0]!, to[0]!] as const;
  return (
    <p>
      It was understood as a route between {placeName(first[0])} and {placeName(first[1])}, and nothing was said of one. See{' '}
      <PlaceLink place={first[0]} /> or <PlaceLink place={first[1]} />.
    </p>
  );
}

function PlaceKind({ reference, place }: { reference: Reference; place: Place }) {
  if (place.kind === 'country') return <span class="soft">country</span>;
  const name = place.kind === 'metro' ? 'metropolitan area' : place.name;
  return (
    <span class="soft">
      {name}, {countryName(reference, place)}
    </span>
  );
}

function Part({ id, title, children }: { id: string; title: string; children: ComponentChildren }) {
  return (
    <section class="group" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <ul class="found">{children}</ul>
    </section>
  );
}

function Form({ q }: { q: string }) {
  return (
    <form class="filter" action={links.search()}>
      <div class="field">
        <label for="f-q">Place, airline or route</label>
        <input id="f-q" name="q" type="search" value={q} maxLength={100} />
      </div>
      <button>Search</button>
    </form>
  );
}

function HowTo() {
  const examples: [string, string][] = [
    ['almaty', 'a place by name, also by an old or another one (nur-sultan)'],
    ['UAAA', 'an airport by its IATA or ICAO code'],
    ['LON', 'a metropolitan area with its airports'],
    ['KZ', 'a country with its places'],
    ['DV', 'an airline by code or name'],
    ['ALA-LHE', 'a route by its codes, or by names: almaty lahore'],
  ];
  return (
    <>
      <p>What can be written:</p>
      <ul>
        {examples.map(([text, meaning]) => (
          <li key={text}>
            <a class="code" href={links.search(text)}>
              {text}
            </a>
            : {meaning}
          </li>
        ))}
      </ul>
    </>
  );
}

function Busiest({ reference, countries }: { reference: Reference; countries: Countries }) {
  if (countries.length === 0) return null;
  return (
    <section class="group" aria-labelledby="countries">
      <h2 id="countries">Countries with the most routes</h2>
      <ul class="jumps">
        {countries.map(({ country, count: routes }) => {
          const place = reference.place(country);
          return (
            place !== undefined && (
              <li key={country}>
                <PlaceLink place={place} /> <span class="soft">{count(routes, 'route')}</span>
              </li>
            )
          );
        })}
      </ul>
    </section>
  );
}
