import { labelOf, type Window, windowFromBounds } from '../../domain/windows.ts';
import type { Place, Reference } from '../../store/reference.ts';
import type { RouteRow } from '../../store/tables.ts';
import { dayText } from '../../words/phrases.ts';
import { webLink } from '../../words/plain.ts';
import { links } from '../links.ts';

/** `Almaty`: what people call a place. */
export function placeName(place: Place): string {
  return place.city ?? place.name;
}

/** A place of the register by its code. */
export function knownPlace(reference: Reference, code: string): Place {
  const place = reference.place(code);
  if (place === undefined) throw new Error(`place ${code} is not in the register's places`);
  return place;
}

/** `Almaty–Lahore`. */
export function pairName(reference: Reference, { origin, destination }: Pick<RouteRow, 'origin' | 'destination'>): string {
  return `${placeName(knownPlace(reference, origin))}–${placeName(knownPlace(reference, destination))}`;
}

export function PlaceLink({ place }: { place: Place }) {
  return (
    <a href={links.place(place)}>
      {placeName(place)} <span class="code">{place.code}</span>
    </a>
  );
}

/** The pair of a route with its codes, as a link to its page. */
export function PairLink({ reference, route }: { reference: Reference; route: Pick<RouteRow, 'origin' | 'destination'> }) {
  return (
    <a class="pair" href={links.pair(route.origin, route.destination)}>
      {pairName(reference, route)}{' '}
      <span class="code">
        {route.origin}–{route.destination}
      </span>
    </a>
  );
}

export function AirlineLink({ reference, id }: { reference: Reference; id: string | null }) {
  const airline = id === null ? undefined : reference.airline(id);
  if (airline === undefined) return <span class="soft">not named</span>;
  const code = airline.iata ?? airline.icao;
  return (
    <a href={links.airline(airline.id)}>
      {airline.name}
      {code !== null && (
        <>
          {' '}
          <span class="code">{code}</span>
        </>
      )}
    </a>
  );
}

export function launchWindow(route: Pick<RouteRow, 'launch_earliest' | 'launch_latest'>): Window | null {
  return windowFromBounds(route.launch_earliest, route.launch_latest);
}

export function WindowText({ window }: { window: Window | null }) {
  return window === null ? <span class="soft">no date</span> : <>{labelOf(window)}</>;
}

/** `8 July 2023`, for programs too. */
export function Day({ date }: { date: string }) {
  return <time dateTime={date}>{dayText(date)}</time>;
}

/** Where a statement can be read: the name leads there if the address is one that may be followed. */
export function SourceLink({ name, url }: { name: string | null; url: string | null }) {
  const href = webLink(url);
  const text = name ?? (href === null ? 'source not named' : new URL(href).hostname);
  return href === null ? (
    <>{text}</>
  ) : (
    <a href={href} rel="noreferrer nofollow ugc">
      {text}
    </a>
  );
}
