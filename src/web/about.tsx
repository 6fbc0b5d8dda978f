import { publicUrl } from '../config.ts';
import type { Ctx } from '../context.ts';
import type { MoveKind, Status } from '../domain/vocabulary.ts';
import { endpoint } from '../http/endpoint.ts';
import { countAnnouncements } from '../store/announcements.ts';
import { countRoutes } from '../store/routes.ts';
import { statusWord } from '../words/phrases.ts';
import { Layout } from './layout.tsx';
import { links } from './links.ts';
import { PUBLIC_PAGE, render } from './page.ts';
import { lookOfStatus } from './parts/tags.tsx';

const STATUSES: readonly (readonly [Status, string])[] = [
  ['proposed', 'wished for, asked for or under study'],
  ['announced', 'said to start'],
  ['confirmed', 'on sale, or with every permission it needs'],
  ['postponed', 'will come later than said, with a date or without'],
  ['launched', 'the first flight has flown'],
  ['suspended', 'flew, and pauses'],
  ['ended', 'flew, and does not come back'],
  ['cancelled', 'given up before it flew'],
];

const MOVES: readonly (readonly [MoveKind, string, string])[] = [
  ['slip', 'slips', 'the whole new window is after the old one'],
  ['pullIn', 'comes forward', 'the whole new window is before the old one'],
  ['firmed', 'is firmed up', 'the new window lies in the old one'],
  ['loosened', 'is loosened', 'the old window lies in the new one'],
  ['adjusted', 'shifts', 'the windows overlap, and neither holds the other'],
  ['repeated', 'is repeated', 'both are the same days'],
];

const WINDOWS: readonly (readonly [string, string])[] = [
  ['21 April 2027', '2027-04-21 or, as SSIM writes it, 21APR27'],
  ['April 2027', '2027-04'],
  ['Q3 2027, first half of 2027, 2027', '2027-Q3, 2027-H1, 2027'],
  ['summer season 2027', 'S27: from the last Sunday of March to the Saturday before the last Sunday of October'],
  ['winter season 2027/28', 'W27: the rest of the year'],
  ['February–March 2027', '2027-02/2027-03'],
  ['from June 2027; by the end of 2027', '2027-06/.. and ../2027-12-31'],
];

export const aboutPage = endpoint({
  ...PUBLIC_PAGE,
  path: '/about',
  summary: 'How the register works',
  handler: async (ctx) => {
    const counts = { routes: await countRoutes(ctx.db), statements: await countAnnouncements(ctx.db) };
    return { text: render(<About ctx={ctx} {...counts} />) };
  },
});

function About({ ctx, routes, statements }: { ctx: Ctx; routes: number; statements: number }) {
  return (
    <Layout
      title="How the register works"
      description="How Inaugural keeps statements about air routes, what it believes and why, when a route comes due, and where the data come from."
      section="about"
      canonical={publicUrl(ctx.config) + links.about}
    >
      <article class="prose about-page">
        <h1>How the register works</h1>
        <p class="lead">
          Somebody says that an air route will start: an airline, an airport, a minister, an ambassador. The register keeps what was said,
          who said it, when, and for when. When the day comes it asks whether the first flight flew, and goes on asking until somebody shows
          it.
        </p>
        <p>
          It holds {statements.toLocaleString('en-GB')} statements about {routes.toLocaleString('en-GB')} routes. It began with one of March
          2023: <a href={links.pair('ALA', 'LHE')}>Almaty–Lahore</a> was to begin in April and{' '}
          <a href={links.pair('ALA', 'KHI')}>Almaty–Karachi</a> in May. Lahore flew on 8 July; Karachi was never seen to fly.
        </p>

        <h2>A ledger of statements</h2>
        <p>
          Nothing in the ledger is overwritten. Each statement has its day of publication, its speaker, its source and, where they are
          known, the exact words that gave the timing. A statement that turns out to be wrong is taken back with a reason: it stays to be
          seen, struck through, and no longer counts.
        </p>

        <h2>What is believed</h2>
        <p>
          The statements about a route, in the order in which they were published, add up to what is believed now. So the belief of any past
          day can be told again: each route’s page has a date to look back from. A newer statement replaces an older one’s window and
          status; what it does not mention stays. Once a route has flown, only “suspended” or “ended” grounds it. A route is a pair of
          places in either direction and an airline: the same airline later on the same pair is the same route.
        </p>
        <dl class="terms">
          {STATUSES.map(([status, what]) => (
            <div key={status}>
              <dt>
                <span class={`tag ${lookOfStatus(status)}`}>{statusWord(status)}</span>
              </dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>

        <h2>Windows</h2>
        <p>
          “In April” is not the first of April. Each promise is kept as a window, from its earliest day to its latest, on the calendar of
          the place where the first flight leaves. These are some, as they are shown and as they can be written in filters and forms:
        </p>
        <dl class="terms">
          {WINDOWS.map(([label, form]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{form}</dd>
            </div>
          ))}
        </dl>

        <h2>How a promise moves</h2>
        <dl class="terms">
          {MOVES.map(([kind, word, what]) => (
            <div key={kind}>
              <dt>It {word}</dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
        <p>
          Days are counted from the last day of one window to the last day of the next. A first flight kept its promise if it flew no later
          than the last day of the window that was promised first.
        </p>

        <h2>Due and overdue</h2>
        <p>
          A route that is promised comes <span class="tag due">due</span> on the first day of its window, at midnight where the flight
          leaves from, and is <span class="tag overdue">overdue</span> on the day after the last. Time alone never changes a status: a route
          is not launched because its day has come, nor cancelled because it has passed. Both lists are on <a href={links.due()}>Due</a>. A
          word to an editor with a source takes a route off them.
        </p>

        <h2>Alerts</h2>
        <p>
          Reminders come before a window opens, then one when it opens, one when it has closed, and one whenever somebody says something
          new. <a href={links.subscribe()}>Choose what about, and how</a>.
        </p>

        <h2>Sources</h2>
        <p>
          Statements come from news pages and from releases of airlines, airports and authorities; each names its own. Only facts are kept,
          and the few words that gave the timing. A promise without an outcome here may have been kept all the same: nobody has shown it
          yet.
        </p>
        <p>
          Airports, cities and time zones are compiled from open data and corrected by hand; airlines are kept by hand, with the years in
          which they held their codes. Maps are drawn from Natural Earth, which is in the public domain. The letters are IBM Plex.
        </p>
        <p>
          Everything can be taken along: <a href="/exports/announcements.csv">the ledger</a> and{' '}
          <a href="/exports/routes.csv">the routes</a> as CSV, <a href="/exports/routes.geojson">the map</a> as GeoJSON, and all of it over
          the <a href="/docs">API</a>.
        </p>
      </article>
    </Layout>
  );
}
