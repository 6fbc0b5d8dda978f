import { fold } from '../../domain/search.ts';
import { labelOf, type Window } from '../../domain/windows.ts';
import type { Reference } from '../../store/reference.ts';
import type { RouteRow } from '../../store/tables.ts';
import { count } from '../../words/phrases.ts';
import { links } from '../links.ts';
import { AirlineLink, Day, launchWindow, PairLink, WindowText } from '../parts/names.tsx';
import { StatusTag } from '../parts/tags.tsx';
import type { HomeQuery, HomeSort } from './selection.ts';
import { pairOf } from './timeline.tsx';

export const PAGE_SIZE = 50;

interface Props {
  reference: Reference;
  rows: readonly RouteRow[];
  query: HomeQuery;
  sort: HomeSort;
}

/** The routes themselves; on narrow screens each row is a card. */
export function RouteTable({ reference, rows, sort }: Omit<Props, 'query'>) {
  return (
    <table class="table routes">
      <caption class="hidden">Routes</caption>
      <thead>
        <tr>
          <th scope="col">Route</th>
          <th scope="col">Airline</th>
          <th scope="col">Status</th>
          <th scope="col" aria-sort={SORTED[sort]}>
            Launch window
          </th>
          <th scope="col">Slips</th>
          <th scope="col" class="number">
            Statements
          </th>
          <th scope="col">Last word</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.id} reference={reference} row={row} />
        ))}
      </tbody>
    </table>
  );
}

const SORTED: Partial<Record<HomeSort, 'ascending' | 'descending'>> = { launch: 'ascending', '-launch': 'descending' };

const ORDERS: readonly (readonly [HomeSort, string])[] = [
  ['next', 'due, then next, then overdue'],
  ['launch', 'earliest launch'],
  ['-launch', 'latest launch'],
  ['-updated', 'last changed'],
];

/** The orders in which the list can be had; `next` is one of what is still to come alone. */
export function Orders({ query, sort, unasked }: Pick<Props, 'query' | 'sort'> & { unasked: HomeSort }) {
  const { page: _page, ...rest } = query;
  return (
    <nav class="orders" aria-label="Order of the list">
      <span class="soft">Order:</span>
      {ORDERS.filter(([order]) => order !== 'next' || unasked === 'next').map(([order, words]) => (
        <a
          key={order}
          href={links.home({ ...rest, sort: order === unasked ? undefined : order })}
          aria-current={order === sort ? 'true' : undefined}
        >
          {words}
        </a>
      ))}
    </nav>
  );
}

function Row({ reference, row }: { reference: Reference; row: RouteRow }) {
  const window = launchWindow(row);
  const wording = row.launch_wording;
  return (
    <tr data-pair={pairOf(row)}>
      <th scope="row">
        <PairLink reference={reference} route={row} />
      </th>
      <td data-label="Airline">
        <AirlineLink reference={reference} id={row.airline} />
      </td>
      <td data-label="Status">
        <StatusTag route={row} />
      </td>
      <td data-label="Launch window">
        <WindowText window={window} />
        {wording !== null && saysMore(wording, window) && <span class="wording">“{wording}”</span>}
      </td>
      <td data-label="Slips" class={row.slip_count === 0 ? 'nothing' : undefined}>
        {row.slip_count === 0 ? <span class="soft">none</span> : slipText(row)}
      </td>
      <td data-label="Statements" class="number">
        {row.announcement_count}
      </td>
      <td data-label="Last word">{row.last_announced_on === null ? '' : <Day date={row.last_announced_on} />}</td>
    </tr>
  );
}

const SMALL_WORDS = new Set(['in', 'on', 'for', 'from', 'the', 'of']);

/** Whether the source's words hold anything that the label does not. */
function saysMore(wording: string, window: Window | null): boolean {
  const said = new Set(window === null ? [] : fold(labelOf(window)).split(' '));
  return fold(wording)
    .split(' ')
    .some((word) => !said.has(word) && !SMALL_WORDS.has(word));
}

function slipText({ slip_count, slip_days }: RouteRow): string {
  const slips = count(slip_count, 'slip');
  return slip_days === null ? slips : `${slips}, ${slip_days < 0 ? '−' : '+'}${count(slip_days, 'day')}`;
}

/** `51–100 of 312`, and ways to the other pages. */
export function Pager({ query, page, total }: { query: HomeQuery; page: number; total: number }) {
  const last = lastPage(total);
  const first = (page - 1) * PAGE_SIZE + 1;
  const at = (number: number) => links.home({ ...query, page: number === 1 ? undefined : String(number) });
  const n = (number: number) => number.toLocaleString('en-GB');
  if (total === 0) return null;
  return (
    <nav class="pager" aria-label="Pages">
      {page > 1 && <a href={at(1)}>First</a>}
      {page > 1 && (
        <a href={at(page - 1)} rel="prev">
          Previous
        </a>
      )}
      <span>
        {n(first)}–{n(Math.min(total, first + PAGE_SIZE - 1))} of {n(total)}
      </span>
      {page < last && (
        <a href={at(page + 1)} rel="next">
          Next
        </a>
      )}
      {page < last && <a href={at(last)}>Last</a>}
    </nav>
  );
}

export function lastPage(total: number): number {
  return Math.max(1, Math.ceil(total / PAGE_SIZE));
}
