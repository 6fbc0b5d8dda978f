import { z } from 'zod';
import { publicUrl } from '../../config.ts';
import { localDateAt } from '../../domain/zones.ts';
import { endpoint } from '../../http/endpoint.ts';
import type { Place, Reference } from '../../store/reference.ts';
import { countsWithin } from '../../store/route-counts.ts';
import { count } from '../../words/phrases.ts';
import { Layout } from '../layout.tsx';
import { links } from '../links.ts';
import { PUBLIC_PAGE, quarterHour, render } from '../page.ts';
import { FeedLinks, feedsOf } from '../parts/feeds.tsx';
import { Day, PlaceLink, placeName } from '../parts/names.tsx';
import { resolvePlace } from '../resolve.ts';
import { ChoicePage } from './choice.tsx';
import { Groups, groupsOf } from './groups.tsx';
import { countryName } from './names.ts';

const KIND = { airport: 'Airport', metro: 'Metropolitan area', country: 'Country' } as const;
const ZONES_SHOWN = 12;

export const placePage = endpoint({
  ...PUBLIC_PAGE,
  cacheKey: quarterHour,
  path: '/places/{code}',
  summary: 'The routes of a place',
  params: z.object({ code: z.string().min(1).max(100) }),
  handler: async (ctx, { params: { code } }) => {
    const { reference } = ctx;
    const resolved = resolvePlace(reference, code);
    if (resolved.kind !== 'one') {
      const choices = resolved.kind === 'several' ? resolved.choices.map((place) => <PlaceLink key={place.code} place={place} />) : [];
      return { status: 404, text: render(<ChoicePage text={code} what="place" choices={choices} />) };
    }
    const place = resolved.found;
    if (place.code !== code) return { status: 308, location: links.place(place) };
    const groups = await groupsOf(ctx, { place });
    const within =
      place.kind === 'airport' ? [] : (await countsWithin(ctx.db, place.kind, place.code)).filter((one) => one.code !== place.code);
    const filter = { place: place.code };
    const [due, planned, launched] = groups.map((group) => group.total);
    const name = placeName(place);
    const description = `New air routes of ${name}: ${count(due ?? 0, 'route')} due or overdue, ${planned} planned, ${launched} launched.`;
    return {
      text: render(
        <Layout
          title={`${name} (${place.code})`}
          description={description}
          canonical={publicUrl(ctx.config) + links.place(place)}
          feeds={feedsOf(filter, name)}
          section="routes"
          scripts={['map', 'pairs']}
        >
          <p class="eyebrow">
            {KIND[place.kind]}
            {place.kind !== 'country' && (
              <>
                {' '}
                in <Country reference={reference} place={place} />
              </>
            )}
          </p>
          <h1>
            {name} <span class="code soft">{[place.code, place.icao].filter((one) => one !== null).join(' / ')}</span>
          </h1>
          <p class="lead">{description}</p>
          <p class="links">
            <a href={links.home(filter)}>Table and timeline of its routes</a> · <a href={links.due(filter)}>What is due here</a> ·{' '}
            <FeedLinks filter={filter} />
          </p>
          <PlaceFacts reference={reference} place={place} now={ctx.now()} />
          {within.length > 0 && (
            <section class="group" aria-labelledby="within">
              <h2 id="within">{place.kind === 'metro' ? 'Its airports' : 'Its places with routes'}</h2>
              <ul class="jumps">
                {within.map(({ code: one, count: routes }) => {
                  const inner = reference.place(one);
                  return (
                    inner !== undefined && (
                      <li key={one}>
                        <PlaceLink place={inner} /> <span class="soft">{count(routes, 'route')}</span>
                      </li>
                    )
                  );
                })}
              </ul>
            </section>
          )}
          <Groups reference={reference} groups={groups} query={filter} name={name} />
        </Layout>,
      ),
    };
  },
});

function Country({ reference, place }: { reference: Reference; place: Place }) {
  return <a href={links.place({ code: place.country })}>{countryName(reference, place)}</a>;
}

function PlaceFacts({ reference, place, now }: { reference: Reference; place: Place; now: number }) {
  const metro = place.metro === null || place.metro === place.code ? undefined : reference.place(place.metro);
  const zones = place.timeZones.slice(0, ZONES_SHOWN);
  return (
    <dl class="facts">
      {place.name !== placeName(place) && (
        <div>
          <dt>Full name</dt>
          <dd>{place.name}</dd>
        </div>
      )}
      {metro !== undefined && (
        <div>
          <dt>Metropolitan area</dt>
          <dd>
            <PlaceLink place={metro} />
          </dd>
        </div>
      )}
      <div>
        <dt>{place.timeZones.length === 1 ? 'Time zone, and the date there' : 'Time zones, and the date there'}</dt>
        <dd>
          <ul class="plain">
            {zones.map((zone) => (
              <li key={zone}>
                {zone.replaceAll('_', ' ')}: <Day date={localDateAt(zone, now)} />
              </li>
            ))}
            {place.timeZones.length > zones.length && <li class="soft">and {place.timeZones.length - zones.length} more</li>}
          </ul>
        </dd>
      </div>
      {place.aliases.length > 0 && (
        <div>
          <dt>Also called</dt>
          <dd>{place.aliases.join(', ')}</dd>
        </div>
      )}
    </dl>
  );
}
