import { z } from 'zod';
import { publicUrl } from '../../config.ts';
import { endpoint } from '../../http/endpoint.ts';
import type { Airline, Reference } from '../../store/reference.ts';
import { listKept } from '../../store/route-counts.ts';
import { count } from '../../words/phrases.ts';
import { Layout } from '../layout.tsx';
import { links } from '../links.ts';
import { PUBLIC_PAGE, render } from '../page.ts';
import { FeedLinks, feedsOf } from '../parts/feeds.tsx';
import { AirlineLink } from '../parts/names.tsx';
import { resolveAirline } from '../resolve.ts';
import { ChoicePage } from './choice.tsx';
import { Groups, groupsOf } from './groups.tsx';
import { countryName } from './names.ts';
import { type AirlineRecord, recordOf } from './record.ts';

export const airlinePage = endpoint({
  ...PUBLIC_PAGE,
  path: '/airlines/{id}',
  summary: 'The routes and the record of an airline',
  params: z.object({ id: z.string().min(1).max(100) }),
  handler: async (ctx, { params: { id } }) => {
    const { reference } = ctx;
    const airline = reference.airline(id);
    if (airline === undefined) {
      const meant = airlinesMeant(reference, id);
      if (meant.length === 1) return { status: 308, location: links.airline(meant[0]!.id) };
      const choices = meant.map((one) => <AirlineLink key={one.id} reference={reference} id={one.id} />);
      return { status: 404, text: render(<ChoicePage text={id} what="airline" choices={choices} />) };
    }
    const groups = await groupsOf(ctx, { airlines: [airline.id] });
    const record = recordOf(await listKept(ctx.db, airline.id));
    const filter = { airline: airline.id };
    const description = `${airline.name}: ${count(record.routes, 'new route')} said to start, ${record.flew} known to have flown, ${record.waiting} awaited, of which ${record.overdue} overdue.`;
    return {
      text: render(
        <Layout
          title={airline.name}
          description={description}
          canonical={publicUrl(ctx.config) + links.airline(airline.id)}
          feeds={feedsOf(filter, airline.name)}
          section="routes"
          scripts={['map', 'pairs']}
        >
          <p class="eyebrow">
            Airline of <a href={links.place({ code: airline.country })}>{countryName(reference, airline)}</a>
            {years(airline)}
          </p>
          <h1>
            {airline.name} <span class="code soft">{[airline.iata, airline.icao].filter((code) => code !== null).join(' / ')}</span>
          </h1>
          <p class="lead">{description}</p>
          <p class="links">
            <a href={links.home(filter)}>Table and timeline of its routes</a> · <a href={links.due(filter)}>What is due</a> ·{' '}
            <FeedLinks filter={filter} />
          </p>
          {airline.aliases.length > 0 && <p class="soft">Also called {airline.aliases.join(', ')}</p>}
          <RecordPart record={record} />
          <Groups reference={reference} groups={groups} query={filter} name={airline.name} airline={false} />
        </Layout>,
      ),
    };
  },
});

function airlinesMeant(reference: Reference, text: string): readonly Airline[] {
  const coded = reference.airlinesCoded(text.length <= 3 ? text.toUpperCase() : text.toLowerCase());
  if (coded.length > 0) return coded;
  const resolved = resolveAirline(reference, text);
  return resolved.kind === 'one' ? [resolved.found] : resolved.kind === 'several' ? resolved.choices : [];
}

function years({ activeFrom, activeTo }: Airline): string {
  if (activeTo !== null) return activeFrom === null ? `, until ${activeTo}` : `, ${activeFrom} to ${activeTo}`;
  return activeFrom === null ? '' : `, since ${activeFrom}`;
}

function RecordPart({ record }: { record: AirlineRecord }) {
  const { flew, judged, kept, medianSlip, routes, waiting, overdue, givenUp } = record;
  if (routes === 0) return null;
  const numbers: [string, string][] = [
    ['Flew', `${flew} of ${routes}`],
    ['Kept the first promise', judged === 0 ? 'not known' : `${kept} of ${judged}`],
    [
      'Median slip',
      medianSlip === null ? 'not known' : medianSlip === 0 ? '0 days' : `${medianSlip > 0 ? '+' : '−'}${count(medianSlip, 'day')}`,
    ],
    ['Awaited', `${waiting}, ${overdue} overdue`],
    ['Given up before a known flight', String(givenUp)],
  ];
  return (
    <section class="group" aria-labelledby="record">
      <h2 id="record">Its record</h2>
      <dl class="facts">
        {numbers.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p class="soft small">
        Counted over its routes in this register. A route flew if the day of its first flight is known. It kept its first promise if that
        day was no later than the last day of the window first promised; the slip is the days between the two. Routes that flew without a
        dated promise, or whose promise had no last day, are left out of both. Few statements are recorded of most routes, so compare with
        care.
      </p>
    </section>
  );
}
