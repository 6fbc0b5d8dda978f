import { z } from 'zod';
import { worldOf } from '../../actions/world.ts';
import type { Ctx } from '../../context.ts';
import { isLocalDate } from '../../domain/dates.ts';
import { endpoint, type Result } from '../../http/endpoint.ts';
import { findJoinedRoute, findRoute } from '../../store/routes.ts';
import type { RouteRow } from '../../store/tables.ts';
import { dayText } from '../../words/phrases.ts';
import { links, withQuery } from '../links.ts';
import { PUBLIC_PAGE, quarterHour, render } from '../page.ts';
import { pairsOf, readPair } from '../resolve.ts';
import { routesOfPair, servicesOf, withRoutes } from './load.ts';
import { NoRoutePage, NotUnderstoodPage } from './missing.tsx';
import { PairPage, type View } from './view.tsx';

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

export const routePage = endpoint({
  ...PUBLIC_PAGE,
  cacheKey: quarterHour,
  path: '/routes/{pair}',
  summary: 'The story of a pair',
  params: z.object({ pair: z.string().min(1).max(200) }),
  query: z.object({ asOf: z.string().max(40).optional() }),
  handler: async (ctx, { params: { pair }, query: { asOf } }) => {
    if (UUID.test(pair)) {
      const row = await routeOfId(ctx, pair.toLowerCase());
      if (row !== undefined) return moved(await ownAddress(ctx, row), asOf, `#route-${row.id}`);
    }
    const pairs = pairsOf(readPair(ctx.reference, pair));
    const known = await withRoutes(ctx, pairs);
    const [first] = known;
    if (first === undefined || known.length > 1) {
      const page =
        pairs.length === 1 ? (
          <NoRoutePage pair={pairs[0]!} />
        ) : (
          <NotUnderstoodPage text={pair} pairs={(known.length > 0 ? known : pairs).slice(0, 20)} />
        );
      return { status: 404, text: render(page) };
    }
    const [row] = first.rows;
    const address = links.pair(row!.origin, row!.destination);
    if (`/routes/${pair}` !== address) return moved(address, asOf);
    return show(ctx, first.rows, asOf === '' ? undefined : asOf);
  },
});

async function routeOfId(ctx: Ctx, id: string): Promise<RouteRow | undefined> {
  const row = await findRoute(ctx.db, id);
  if (row !== undefined) return row;
  const kept = await findJoinedRoute(ctx.db, id);
  return kept === undefined ? undefined : findRoute(ctx.db, kept);
}

async function ownAddress(ctx: Ctx, row: RouteRow): Promise<string> {
  const [first = row] = await routesOfPair(ctx, row.origin, row.destination);
  return links.pair(first.origin, first.destination);
}

function moved(address: string, asOf: string | undefined, fragment = ''): Result {
  return { status: 308, location: withQuery(address, { asOf }) + fragment };
}

async function show(ctx: Ctx, rows: readonly RouteRow[], asOf: string | undefined): Promise<Result> {
  const [row] = rows;
  const ends = { origin: ctx.reference.place(row!.origin)!, destination: ctx.reference.place(row!.destination)! };
  const page = (view: View, status = 200): Result => ({ status, text: render(<PairPage ctx={ctx} view={view} />) });
  const fault = asOf === undefined ? undefined : dayFault(ctx, asOf);
  if (asOf === undefined || fault !== undefined) {
    const now = await servicesOf(ctx, rows);
    return page({ ...ends, ...now, written: asOf, fault }, fault === undefined ? 200 : 400);
  }
  const then = await servicesOf(ctx, rows, asOf);
  if (then.services.length > 0) return page({ ...ends, ...then, asOf });
  const now = await servicesOf(ctx, rows);
  const nothing = `Nothing had been said by ${dayText(asOf)}; the first statement is of ${dayText(then.days.first ?? asOf)}. Give that day or a later one.`;
  return page({ ...ends, ...now, written: asOf, fault: nothing }, 404);
}

function dayFault(ctx: Ctx, asOf: string): string | undefined {
  if (!isLocalDate(asOf)) return `“${asOf}” is no day of the calendar. Write it like 2023-04-02.`;
  if (asOf > worldOf(ctx).today)
    return `${dayText(asOf)} has not come yet: what will be believed then is not known. Give a day up to today.`;
  return undefined;
}
