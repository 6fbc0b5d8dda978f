import type { ComponentChildren } from 'preact';
import { z } from 'zod';
import { publicUrl } from '../../config.ts';
import { utcDay } from '../../context.ts';
import type { LocalDate } from '../../domain/dates.ts';
import { isPending, ROUTE_STATUSES } from '../../domain/vocabulary.ts';
import { endpoint } from '../../http/endpoint.ts';
import type { Reference } from '../../store/reference.ts';
import { count } from '../../words/phrases.ts';
import { Layout } from '../layout.tsx';
import { links, withQuery } from '../links.ts';
import { linesOf } from '../map/lines.ts';
import { RouteMap } from '../map/route-map.tsx';
import { PUBLIC_PAGE, render } from '../page.ts';
import { Notice } from '../parts/forms.tsx';
import { type Look, lookOf } from '../parts/tags.tsx';
import { ColumnsSvg, LOOK_WORDS } from './columns.tsx';
import { countryLines } from './country-lines.ts';
import { Filters } from './filters.tsx';
import { heading } from './heading.ts';
import { countMonths, LOOKS, monthColumns } from './month-columns.ts';
import { type HomeQuery, PARAMETERS, readSelection, type Selection, usualSort } from './selection.ts';
import { Orders, Pager, RouteTable } from './table.tsx';
import { launchesOf, TimelineSvg } from './timeline.tsx';
import { layOut } from './timeline-layout.ts';
import { readView, sumOf, type View } from './view.ts';

const parameters = Object.fromEntries(PARAMETERS.map((name) => [name, z.string().max(300).optional()])) as Record<
  (typeof PARAMETERS)[number],
  z.ZodOptional<z.ZodString>
>;

export const homePage = endpoint({
  ...PUBLIC_PAGE,
  path: '/',
  summary: 'The routes that somebody said would start',
  query: z.object(parameters),
  handler: async (ctx, { query: given, request }) => {
    const selection = readSelection(ctx, given as HomeQuery);
    if (selection.faults.size === 0 && !isShortest(request.url ?? '/', selection.query)) {
      return { status: 303, location: links.home(selection.query) };
    }
    const day = utcDay(ctx);
    const view = await readView(ctx, selection, day);
    if (selection.faults.size === 0 && view.page !== selection.page) {
      return { status: 303, location: links.home({ ...selection.query, page: view.page === 1 ? undefined : String(view.page) }) };
    }
    return {
      status: selection.faults.size === 0 ? 200 : 400,
      text: render(<Home reference={ctx.reference} selection={selection} view={view} day={day} site={publicUrl(ctx.config)} />),
    };
  },
});

/** Whether the address says what it says in its one shortest form. */
function isShortest(url: string, query: HomeQuery): boolean {
  const start = url.indexOf('?');
  const given = start === -1 ? [] : [...new URLSearchParams(url.slice(start))];
  const wanted = Object.entries(query);
  return given.length === wanted.length && given.every(([name, value]) => query[name as keyof HomeQuery] === value);
}

interface Props {
  reference: Reference;
  selection: Selection;
  view: View;
  day: LocalDate;
}

function Home({ reference, selection, view, day, site }: Props & { site: string }) {
  const { query, faults, apiQuery } = selection;
  const title = heading(selection, view.total);
  const feed = (type: string, name: string, path: string) => ({ type, title: name, href: withQuery(path, apiQuery) });
  const feeds = [
    feed('application/atom+xml', 'Events of these routes (Atom)', '/feeds/events.atom'),
    feed('application/feed+json', 'Events of these routes (JSON Feed)', '/feeds/events.json'),
    feed('text/calendar', 'First flights as a calendar', '/feeds/launches.ics'),
  ];
  return (
    <Layout
      title={faults.size > 0 ? 'Routes' : title}
      description="A register of air routes that somebody said would start, with every statement about each, until somebody shows that it flew."
      canonical={`${site}${links.home(query)}`}
      section="routes"
      scripts={['map', 'pairs']}
      feeds={faults.size > 0 ? [] : feeds}
      private={faults.size > 0}
    >
      <div class="home">
        {faults.size > 0 ? <h1>Routes</h1> : <h1>{title}</h1>}
        {faults.size > 0 ? (
          <Notice kind="bad">
            <p>Nothing is shown until what is marked below is put right. {faults.get('sort')}</p>
          </Notice>
        ) : (
          <Counts selection={selection} view={view} day={day} />
        )}
        <Filters reference={reference} selection={selection} countries={view.countries} today={day} />
        {view.total > 0 && <Pictures reference={reference} selection={selection} view={view} day={day} />}
        {view.total > 0 && (
          <section aria-labelledby="list">
            <h2 id="list">Routes</h2>
            <Orders query={query} sort={selection.sort} unasked={usualSort(selection.statuses)} />
            <RouteTable reference={reference} rows={view.rows} sort={selection.sort} />
            <Pager query={query} page={view.page} total={view.total} />
          </section>
        )}
        {view.total === 0 && faults.size === 0 && (
          <p class="lead">
            The register has no such route. <a href={links.home()}>Show all that somebody said would start</a>.
          </p>
        )}
        {faults.size === 0 && <Taking selection={selection} />}
      </div>
    </Layout>
  );
}

/** How many there are of what, whatever status is chosen; each leads to just those. */
function Counts({ selection: { query }, view: { counts, launchedLately }, day }: Omit<Props, 'reference'>) {
  const { page: _page, status: _status, flag: _flag, ...rest } = query;
  const { from: _from, to: _to, season: _season, ...undated } = rest;
  const pending = ROUTE_STATUSES.filter(isPending);
  const flagged = (flag: 'due' | 'overdue' | 'none') => sumOf(counts, { statuses: pending, flags: [flag] });
  const lately = { ...undated, status: 'launched', from: launchedLately.from, to: day };
  const items: { look?: Look; routes: number; words: string; to: HomeQuery }[] = [
    { look: 'due', routes: flagged('due'), words: 'due', to: { ...rest, flag: 'due' } },
    { look: 'overdue', routes: flagged('overdue'), words: 'overdue', to: { ...rest, flag: 'overdue' } },
    { look: 'planned', routes: flagged('none'), words: 'planned', to: { ...rest, flag: 'none' } },
    { look: 'flown', routes: launchedLately.routes, words: 'launched in the last 90 days', to: lately },
    { routes: sumOf(counts), words: 'in all', to: { ...rest, status: 'all' } },
  ];
  const here = links.home({ ...query, page: undefined });
  return (
    <ul class="counts">
      {items.map(({ look, routes, words, to }) => (
        <li key={words}>
          <a href={links.home(to)} aria-current={links.home(to) === here ? 'true' : undefined} class={look && `tag ${look}`}>
            <strong>{routes.toLocaleString('en-GB')}</strong> {words}
          </a>
        </li>
      ))}
    </ul>
  );
}

/** The map and the timeline of the whole selection. */
function Pictures({ reference, selection, view: { drawn, total }, day }: Props) {
  const { query, filter } = selection;
  const since = filter.launchFrom;
  if (!('rows' in drawn)) {
    const lines = countryLines(reference, drawn.countries, selection);
    return (
      <>
        <RouteMap lines={lines} title="Routes between countries" />
        <ColumnsSvg columns={monthColumns(drawn.months, day, since)} query={query} />
        <Caption looks={looksOf(drawn.months)}>
          A window of several months counts in each of them. Choose a place to see single routes.
        </Caption>
      </>
    );
  }
  const timeline = layOut(launchesOf(drawn.rows), day, since);
  return (
    <>
      <RouteMap lines={linesOf(reference, drawn.rows)} title={total === 1 ? 'The route' : 'The routes'} />
      {timeline === undefined ? (
        <ColumnsSvg columns={monthColumns(countMonths(drawn.rows), day, since)} query={query} />
      ) : (
        <TimelineSvg reference={reference} rows={drawn.rows} timeline={timeline} />
      )}
      <Caption looks={looksOf(drawn.rows)}>
        {timeline === undefined
          ? 'A window of several months counts in each of them.'
          : 'Each mark is a launch window at its real width: a solid mark when the day is known, a bar when it is not.'}
        {timeline !== undefined &&
          timeline.undated > 0 &&
          ` ${count(timeline.undated, 'route')} without a date ${timeline.undated === 1 ? 'is' : 'are'} not drawn.`}
      </Caption>
    </>
  );
}

function looksOf(routes: readonly Parameters<typeof lookOf>[0][]): readonly Look[] {
  const looks = new Set(routes.map(lookOf));
  return LOOKS.filter((look) => looks.has(look));
}

/** What the colours and patterns stand for, and how to read them. */
function Caption({ looks, children }: { looks: readonly Look[]; children: ComponentChildren }) {
  return (
    <p class="soft caption">
      {looks.map((look) => (
        <span key={look} class={`tag ${look}`}>
          {LOOK_WORDS[look]}
        </span>
      ))}
      <span>{children}</span>
    </p>
  );
}

/** The same selection for other tools. */
function Taking({ selection: { apiQuery, place, country, airline } }: { selection: Selection }) {
  const about = (place ?? country)?.code;
  return (
    <nav class="taking" aria-label="Take these routes with you">
      <a href={links.subscribe({ place: about, airline: airline?.id })}>Get alerts</a>
      <a href={withQuery('/feeds/launches.ics', apiQuery)}>Calendar</a>
      <a href={withQuery('/feeds/events.atom', apiQuery)}>Atom feed</a>
      <a href={withQuery('/exports/routes.csv', apiQuery)}>CSV</a>
      <a href={withQuery('/exports/routes.geojson', apiQuery)}>GeoJSON</a>
      <a href={withQuery('/api/v1/routes', apiQuery)}>JSON</a>
    </nav>
  );
}
