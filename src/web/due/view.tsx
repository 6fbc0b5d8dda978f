import type { LocalDate } from '../../domain/dates.ts';
import type { Reference } from '../../store/reference.ts';
import type { AnnouncementRow, RouteRow } from '../../store/tables.ts';
import { count, dayText } from '../../words/phrases.ts';
import { plain } from '../../words/plain.ts';
import { Layout } from '../layout.tsx';
import { deskLinks, links } from '../links.ts';
import { FeedLinks, feedsOf } from '../parts/feeds.tsx';
import { Field, Select } from '../parts/forms.tsx';
import { AirlineLink, Day, launchWindow, PairLink, SourceLink, WindowText } from '../parts/names.tsx';
import { lookOf } from '../parts/tags.tsx';
import { waitingText } from './waiting.ts';

export interface DueRow {
  row: RouteRow;
  /** The day on the origin's calendar. */
  today: LocalDate;
  /** The statement that gave the date, and the last of all. */
  promise: AnnouncementRow | undefined;
  last: AnnouncementRow | undefined;
}

type Chosen = Record<'place' | 'airline' | 'flag', string | undefined>;

export interface DueView {
  rows: readonly DueRow[];
  total: number;
  next: string | undefined;
  isFirst: boolean;
  chosen: Chosen;
  written: Record<'place' | 'airline' | 'flag', string>;
  faults: { place: string | undefined; airline: string | undefined };
}

export function DuePage({ reference, view, base }: { reference: Reference; view: DueView; base: string }) {
  const { rows, total, next, isFirst, chosen, faults } = view;
  const { flag: _flag, ...filter } = chosen;
  const calendar = { ...filter, flag: chosen.flag ?? 'due,overdue' };
  const isFaulty = faults.place !== undefined || faults.airline !== undefined;
  const description = `${count(total, 'route')} whose promised day or window has come and whose first flight nobody has shown, the oldest promise first.`;
  return (
    <Layout
      title="Due and overdue"
      description={description}
      canonical={base + links.due(chosen)}
      private={isFaulty || !isFirst}
      feeds={feedsOf(calendar, 'Due and overdue')}
      section="due"
    >
      <h1>Due and overdue</h1>
      {!isFaulty && <p class="lead">{description}</p>}
      <FilterForm view={view} />
      <p class="links">
        <a href={deskLinks.due()}>Record what happened, route by route, at the desk</a> · <FeedLinks filter={calendarFilter(chosen)} />
      </p>
      {rows.length > 0 && <DueTable reference={reference} rows={rows} />}
      {rows.length === 0 && !isFaulty && (
        <p>
          Nothing is due here. <a href={links.due()}>All that is due</a> · <a href={links.home(filter)}>all routes</a>
        </p>
      )}
      {(next !== undefined || !isFirst) && (
        <nav class="pager" aria-label="Pages">
          {!isFirst && <a href={links.due(chosen)}>Back to the oldest</a>}
          {next !== undefined && (
            <a rel="next" href={links.due({ ...chosen, cursor: next })}>
              The next ones
            </a>
          )}
        </nav>
      )}
    </Layout>
  );
}

function calendarFilter({ place, airline }: Chosen) {
  return { place, airline };
}

function FilterForm({ view: { written, faults } }: { view: DueView }) {
  return (
    <form class="filter" action={links.due()}>
      <Field name="place" label="Place or country" value={written.place} fault={faults.place} suggest="place" maxLength={100} />
      <Field name="airline" label="Airline" value={written.airline} fault={faults.airline} suggest="airline" maxLength={100} />
      <Select
        name="flag"
        label="Show"
        value={written.flag}
        options={[
          ['', 'due and overdue'],
          ['overdue', 'overdue: the window has closed'],
          ['due', 'due: the window is open'],
        ]}
      />
      <button>Show</button>
      {Object.values(written).some((text) => text !== '') && <a href={links.due()}>Show all</a>}
    </form>
  );
}

function DueTable({ reference, rows }: { reference: Reference; rows: readonly DueRow[] }) {
  return (
    <table class="table cards due-table" aria-label="Routes that are due or overdue, the oldest promise first">
      <thead>
        <tr>
          <th>Route</th>
          <th>Waiting</th>
          <th>Promised for</th>
          <th>Promise</th>
          <th>Last word</th>
          <th>
            <span class="hidden">Record</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((one) => (
          <Row key={one.row.id} reference={reference} {...one} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ reference, row, today, promise, last }: DueRow & { reference: Reference }) {
  const window = launchWindow(row);
  return (
    <tr data-pair={row.pair}>
      <td>
        <PairLink reference={reference} route={row} />
        <div class="small">
          <AirlineLink reference={reference} id={row.airline} />
        </div>
      </td>
      <td>{window !== null && <span class={`tag ${lookOf(row)}`}>{waitingText(window, today)}</span>}</td>
      <td data-label="Promised for">
        <WindowText window={window} />
      </td>
      <td class="promise">
        {promise !== undefined && (
          <>
            {promise.wording !== null && <q>{plain(promise.wording, 160)}</q>}{' '}
            <span class="small soft">
              {promise.speaker !== null && <>{plain(promise.speaker)}, in </>}
              <SourceLink name={promise.source_name} url={promise.source_url} />, <Day date={promise.published_on} />
            </span>
          </>
        )}
      </td>
      <td class="small" data-label="Last word">
        {last !== undefined && last.id !== promise?.id ? (
          <Day date={last.published_on} />
        ) : (
          <span class="soft">{last === undefined ? '' : 'nothing since'}</span>
        )}
      </td>
      <td>
        <a
          href={deskLinks.record({ route: row.id })}
          aria-label={`Record what happened: ${row.origin}–${row.destination}, promised ${promise === undefined ? '' : dayText(promise.published_on)}`}
        >
          Record what happened
        </a>
      </td>
    </tr>
  );
}
