import type { Ctx } from '../../context.ts';
import type { Reference } from '../../store/reference.ts';
import { countSelected } from '../../store/route-counts.ts';
import { listRoutes, type RouteFilter, type RouteSort } from '../../store/route-list.ts';
import type { RouteRow } from '../../store/tables.ts';
import { count } from '../../words/phrases.ts';
import { links } from '../links.ts';
import { linesOf } from '../map/lines.ts';
import { RouteMap } from '../map/route-map.tsx';
import { AirlineLink, Day, launchWindow, PairLink, WindowText } from '../parts/names.tsx';
import { StatusTag } from '../parts/tags.tsx';

const SHOWN = 200;

interface Kind {
  id: string;
  title: string;
  filter: RouteFilter;
  sort: RouteSort;
  /** The same selection on the page of all routes. */
  query: Record<string, string>;
}

const KINDS: readonly Kind[] = [
  {
    id: 'overdue',
    title: 'Due and overdue',
    filter: { pending: true, flags: ['due', 'overdue'] },
    sort: 'launch',
    query: { flag: 'due,overdue' },
  },
  {
    id: 'planned',
    title: 'Planned',
    filter: { pending: true, flags: ['none'] },
    sort: 'launch',
    query: { status: 'proposed,announced,confirmed,postponed', flag: 'none' },
  },
  {
    id: 'launched',
    title: 'Launched, the latest first',
    filter: { statuses: ['launched'] },
    sort: '-launch',
    query: { status: 'launched' },
  },
  {
    id: 'given-up',
    title: 'Suspended, discontinued, cancelled',
    filter: { statuses: ['suspended', 'ended', 'cancelled'] },
    sort: '-launch',
    query: { status: 'suspended,ended,cancelled' },
  },
];

export interface Group extends Kind {
  rows: RouteRow[];
  total: number;
}

/** The routes of a selection by what has become of them; no more of each than a page can hold. */
export async function groupsOf(ctx: Ctx, filter: RouteFilter): Promise<Group[]> {
  const groups: Group[] = [];
  for (const kind of KINDS) {
    const wanted = { ...kind.filter, ...filter };
    const rows = await listRoutes(ctx.db, wanted, { sort: kind.sort, limit: SHOWN + 1 });
    const total = rows.length <= SHOWN ? rows.length : await countSelected(ctx.db, wanted);
    groups.push({ ...kind, rows: rows.slice(0, SHOWN), total });
  }
  return groups;
}

export function Groups({
  reference,
  groups,
  query,
  name,
  airline = true,
}: {
  reference: Reference;
  groups: readonly Group[];
  query: Record<string, string>;
  name: string;
  /** False: all are of one airline. */
  airline?: boolean;
}) {
  const rows = groups.flatMap((group) => group.rows);
  if (rows.length === 0) return <p>Nothing was said of a new route here yet.</p>;
  return (
    <>
      <RouteMap lines={linesOf(reference, rows)} title={name} />
      {groups
        .filter((group) => group.total > 0)
        .map((group) => (
          <section key={group.id} class="group" aria-labelledby={group.id}>
            <h2 id={group.id}>
              {group.title} <span class="soft">{group.total.toLocaleString('en-GB')}</span>
            </h2>
            <RouteTable reference={reference} rows={group.rows} airline={airline} label={group.title} />
            {group.total > group.rows.length && (
              <p>
                {count(group.rows.length, 'route')} of {group.total.toLocaleString('en-GB')} are shown.{' '}
                <a href={links.home({ ...query, ...group.query })}>All of them</a>
              </p>
            )}
          </section>
        ))}
    </>
  );
}

function RouteTable({
  reference,
  rows,
  airline,
  label,
}: {
  reference: Reference;
  rows: readonly RouteRow[];
  airline: boolean;
  label: string;
}) {
  return (
    <table class="table cards" aria-label={label}>
      <thead>
        <tr>
          <th>Route</th>
          {airline && <th>Airline</th>}
          <th>Date</th>
          <th>Status</th>
          <th>Last said</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} data-pair={row.pair}>
            <td>
              <PairLink reference={reference} route={row} />
            </td>
            {airline && (
              <td>
                <AirlineLink reference={reference} id={row.airline} />
              </td>
            )}
            <td>
              <WindowText window={launchWindow(row)} />
            </td>
            <td>
              <StatusTag route={row} />
            </td>
            <td class="soft" data-label="Last said">
              {row.last_announced_on !== null && <Day date={row.last_announced_on} />}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
