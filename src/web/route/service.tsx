import { labelOf } from '../../domain/windows.ts';
import type { Reference } from '../../store/reference.ts';
import { count } from '../../words/phrases.ts';
import { deskLinks, links } from '../links.ts';
import { AirlineLink, Day, launchWindow, pairName, WindowText } from '../parts/names.tsx';
import { StatusTag } from '../parts/tags.tsx';
import { Ledger } from './ledger.tsx';
import type { Service } from './load.ts';
import { SlipChart } from './slip-chart.tsx';
import { storyOf } from './story.ts';

/** One airline's service on the pair: what is believed, why, how it moved, and all that was said. */
export function ServicePart({ reference, service, isOnly }: { reference: Reference; service: Service; isOnly: boolean }) {
  const { row, history, airline, entries } = service;
  const ledger = `ledger-${row.id}`;
  return (
    <section class="service" id={`route-${row.id}`} aria-labelledby={`airline-${row.id}`}>
      <header class="service-head">
        <h2 id={`airline-${row.id}`}>
          <AirlineLink reference={reference} id={row.airline} />
        </h2>
        <StatusTag route={{ status: row.status, flag: history.flag }} />
        <Facts service={service} />
      </header>
      {!isOnly && <p>{storyOf(history, airline)}</p>}
      <SlipChart
        history={history}
        title={`${pairName(reference, row)}, ${airline ?? 'airline not named'}`}
        ledger={ledger}
        isPast={service.isPast}
      />
      <h3>{count(entries.length, 'statement')}</h3>
      <Ledger service={service} id={ledger} />
      <p class="links">
        <a href={links.routeJson(row.id)}>This route as JSON</a> ·{' '}
        <a href={deskLinks.record({ origin: row.origin, destination: row.destination, airline: row.airline ?? undefined })}>
          Record a statement
        </a>
      </p>
    </section>
  );
}

function Facts({ service: { row, history } }: { service: Service }) {
  const { belief, dateFrom, statusFrom } = history;
  const isFlown = dateFrom?.status === 'launched';
  const since = dateFrom ?? statusFrom;
  return (
    <dl class="facts">
      <div>
        <dt>{isFlown ? 'First flight' : 'Promised for'}</dt>
        <dd>
          <WindowText window={launchWindow(row)} />
        </dd>
      </div>
      {since !== undefined && (
        <div>
          <dt>Believed since</dt>
          <dd>
            <a href={`#announcement-${since.id}`}>
              <Day date={since.publishedOn} />
            </a>
          </dd>
        </div>
      )}
      {belief.stopped !== null && (
        <div>
          <dt>No service from</dt>
          <dd>{labelOf(belief.stopped)}</dd>
        </div>
      )}
      <div>
        <dt>Flights a week</dt>
        <dd>{row.weekly_frequency ?? <span class="soft">not said</span>}</dd>
      </div>
      <div>
        <dt>Slips</dt>
        <dd>
          {row.slip_count === 0 ? 'none' : row.slip_count}
          {row.slip_days !== null && row.slip_days !== 0 && (
            <span class="soft">
              , {count(row.slip_days, 'day')} {row.slip_days > 0 ? 'later' : 'earlier'} than first promised
            </span>
          )}
        </dd>
      </div>
    </dl>
  );
}
