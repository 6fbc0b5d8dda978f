import { publicUrl } from '../../config.ts';
import type { Ctx } from '../../context.ts';
import type { LocalDate } from '../../domain/dates.ts';
import type { Place, Reference } from '../../store/reference.ts';
import { dayText } from '../../words/phrases.ts';
import { Layout } from '../layout.tsx';
import { deskLinks, links } from '../links.ts';
import { linesOf } from '../map/lines.ts';
import { RouteMap } from '../map/route-map.tsx';
import { feedsOf } from '../parts/feeds.tsx';
import { Field, Notice } from '../parts/forms.tsx';
import { Day, knownPlace, PlaceLink, placeName } from '../parts/names.tsx';
import { countryName } from '../place/names.ts';
import type { Days, Service } from './load.ts';
import { ServicePart } from './service.tsx';
import { storyOf } from './story.ts';

export interface View {
  origin: Place;
  destination: Place;
  services: readonly Service[];
  days: Days;
  asOf?: LocalDate | undefined;
  /** What stood in the field of the day, and what is wrong with it. */
  written?: string | undefined;
  fault?: string | undefined;
}

/** The page of a pair. */
export function PairPage({ ctx, view }: { ctx: Ctx; view: View }) {
  const { origin, destination, services, asOf } = view;
  const { reference } = ctx;
  const name = `${placeName(origin)}–${placeName(destination)}`;
  const [first] = services;
  const story = services.length === 1 ? storyOf(first!.history, first!.airline) : several(services);
  const canonical = publicUrl(ctx.config) + links.pair(origin.code, destination.code);
  const title = asOf === undefined ? name : `${name} as believed on ${dayText(asOf)}`;
  const filter = { origin: origin.code, destination: destination.code };
  return (
    <Layout
      title={title}
      description={story}
      canonical={canonical}
      private={asOf !== undefined || view.fault !== undefined}
      structured={structured(reference, view, { name: title, description: story, url: canonical })}
      feeds={feedsOf(filter, name)}
      section="routes"
      scripts={['map', 'pairs']}
    >
      <div class="pair-head">
        <div>
          <p class="eyebrow">
            <span class="code">
              {origin.code}–{destination.code}
            </span>{' '}
            · {countryName(reference, origin)} to {countryName(reference, destination)}
          </p>
          <h1>{name}</h1>
          <p class="lead">{story}</p>
          <AsOf view={view} />
          <p class="links">
            <PlaceLink place={origin} /> · <PlaceLink place={destination} /> · <a href={links.subscribe(alertFilter(view))}>Get alerts</a> ·{' '}
            <a href={deskLinks.record({ ...filter, airline: first?.row.airline ?? undefined })}>Record a statement</a> ·{' '}
            <a href={links.feed('events.atom', filter)}>Atom feed</a> · <a href={links.feed('events.json', filter)}>JSON feed</a> ·{' '}
            <a href={links.feed('launches.ics', filter)}>Calendar</a>
          </p>
        </div>
        <RouteMap
          lines={linesOf(
            reference,
            services.map(({ row }) => row),
          )}
          title={name}
        />
      </div>
      {services.length > 1 && (
        <nav aria-label="Airlines on this pair">
          <ul class="jumps">
            {services.map(({ row, airline }) => (
              <li key={row.id}>
                <a href={`#route-${row.id}`}>{airline ?? 'Airline not named'}</a>
              </li>
            ))}
          </ul>
        </nav>
      )}
      {services.map((service) => (
        <ServicePart key={service.row.id} reference={reference} service={service} isOnly={services.length === 1} />
      ))}
    </Layout>
  );
}

/** Alerts know one place and one airline. */
function alertFilter({ origin, services }: View) {
  const airlines = new Set(services.map(({ row }) => row.airline));
  const [airline] = airlines;
  return { place: origin.code, airline: airlines.size === 1 ? (airline ?? undefined) : undefined };
}

function several(services: readonly Service[]): string {
  return services
    .map(({ history, airline, row }) => {
      const story = storyOf(history, airline);
      return row.status === 'launched' ? story : `${airline ?? 'Airline not named'}: ${story[0]!.toLowerCase()}${story.slice(1)}`;
    })
    .join(' ');
}

function AsOf({ view: { origin, destination, asOf, days, written, fault } }: { view: View }) {
  const at = (day: string | undefined) => links.pairAsOf(origin.code, destination.code, day);
  return (
    <>
      {asOf !== undefined && (
        <Notice>
          <p>
            This is what was believed on <Day date={asOf} />: only what had been published by then counts.{' '}
            <a href={at(undefined)}>What is believed now</a>
          </p>
        </Notice>
      )}
      <form class="as-of" action={links.pair(origin.code, destination.code)}>
        <Field
          name="asOf"
          label="What was believed on"
          type="date"
          value={written ?? asOf}
          fault={fault}
          {...(days.first ? { min: days.first } : {})}
        />
        <button>Show</button>
        <span class="steps">
          {days.before !== undefined && days.last !== undefined && (
            <a rel="prev nofollow" href={at(days.before)}>
              ← before the statement of {dayText(days.last)}
            </a>
          )}
          {days.after !== undefined && (
            <a rel="next nofollow" href={at(days.after)}>
              after the statement of <Day date={days.after} /> →
            </a>
          )}
        </span>
      </form>
    </>
  );
}

/** A page about a trip between two airports: no flight is claimed, since many of these never flew. */
function structured(
  reference: Reference,
  { origin, destination, services }: View,
  page: { name: string; description: string; url: string },
) {
  const airport = (place: Place) => ({
    '@type': place.kind === 'airport' ? 'Airport' : 'Place',
    name: place.name,
    ...(place.kind === 'airport' ? { iataCode: place.code } : {}),
    address: { '@type': 'PostalAddress', addressCountry: place.country },
    geo: { '@type': 'GeoCoordinates', latitude: place.latitude, longitude: place.longitude },
  });
  const modified = services
    .map(({ row }) => row.updated_at)
    .sort()
    .at(-1);
  return {
    '@context': 'https://schema.org',
    '@type': 'WebPage',
    ...page,
    inLanguage: 'en-GB',
    ...(modified === undefined ? {} : { dateModified: modified }),
    about: [airport(knownPlace(reference, origin.code)), airport(knownPlace(reference, destination.code))],
  };
}
