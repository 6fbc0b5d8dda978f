import { type CompiledQuery, sql } from 'kysely';
import { expect, test } from 'vitest';
import { buildRegister } from '../../bench/build.ts';
import { clocksAt, dueQueries } from '../../src/store/due.ts';
import { hitsOf, listRoutesQuery, ROUTE_SORTS, type RouteFilter } from '../../src/store/route-list.ts';
import { countByCountries, countByMonths, countByStatus } from '../../src/store/route-summary.ts';
import { testRegister } from '../support/register.ts';

test('every combination of up to three filters in every order is answered through an index', async () => {
  const { ctx, url } = await testRegister();
  await buildRegister(url.slice('sqlite:'.length), 3000, 7);
  const place = (code: string) => ctx.reference.place(code)!;
  const filters: RouteFilter[] = [
    { statuses: ['announced'] },
    { statuses: ['announced', 'launched', 'cancelled'] },
    { pending: true },
    { flags: ['due'] },
    { flags: ['none', 'due'] },
    { precisions: ['day', 'month'] },
    { place: place('ALA') },
    { place: place('LON') },
    { place: place('KZ') },
    { origin: place('KZ') },
    { origin: place('ALA') },
    { destination: place('TYO') },
    { airlines: ['scat-airlines'] },
    { hits: [hitsOf(ctx.reference, 'astana')] },
    { launchFrom: '2027-01-01' },
    { launchTo: '2027-06-30' },
    { updatedSince: '2026-01-01T00:00:00.000Z' },
    {},
  ];
  let plans = 0;
  for (const [i, a] of filters.entries()) {
    for (const [j, b] of filters.entries()) {
      for (const [k, c] of filters.entries()) {
        if (j < i || k < j) continue;
        for (const sort of ROUTE_SORTS) {
          const { sql: text, parameters } = listRoutesQuery(ctx.db, { ...a, ...b, ...c }, { sort, limit: 21 });
          const { rows } = await ctx.db.executeQuery<{ detail: string }>({
            ...sql.raw(`explain query plan ${text}`).compile(ctx.db),
            parameters,
          });
          const scans = rows.map((row) => row.detail).filter((detail) => /SCAN routes(?! USING)/.test(detail));
          expect(scans, text).toEqual([]);
          plans += 1;
        }
      }
    }
  }
  expect(plans).toBeGreaterThan(4000);
});

test("the tick's questions are answered from the index of days to look again", async () => {
  const { ctx } = await testRegister();
  expect(clocksAt(ctx.reference, ctx.now()).size).toBeGreaterThan(300);
  for (const { sql: text, parameters } of dueQueries(ctx.db)) {
    const { rows } = await ctx.db.executeQuery<{ detail: string }>({
      ...sql.raw(`explain query plan ${text}`).compile(ctx.db),
      parameters,
    });
    const onRoutes = rows.map((row) => row.detail).filter((detail) => /routes/.test(detail));
    expect(onRoutes.length).toBeGreaterThan(0);
    for (const detail of onRoutes) expect(detail).toMatch(/routes_to_(check|remind)/);
  }
});

test('what pages count is read from one index, without a look at the routes themselves', async () => {
  const { ctx, url } = await testRegister();
  await buildRegister(url.slice('sqlite:'.length), 3000, 7);
  const executor = ctx.db.getExecutor();
  const asked: CompiledQuery[] = [];
  const db = ctx.db.withPlugin({
    transformQuery: ({ node, queryId }) => {
      asked.push(executor.compileQuery(node, queryId));
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  const filters: RouteFilter[] = [
    {},
    { pending: true },
    { statuses: ['launched'], launchFrom: '2026-08-26', launchTo: '2026-11-24' },
    { flags: ['due'] },
    { pending: true, place: ctx.reference.place('US')! },
    { launchFrom: '2027-03-01', launchTo: '2027-03-31' },
  ];
  for (const filter of filters) {
    await countByStatus(db, filter);
    await countByCountries(db, filter, 300);
    await countByMonths(db, filter);
  }
  expect(asked).toHaveLength(3 * filters.length);
  for (const { sql: text, parameters } of asked) {
    const { rows } = await ctx.db.executeQuery<{ detail: string }>({
      ...sql.raw(`explain query plan ${text}`).compile(ctx.db),
      parameters,
    });
    const onRoutes = rows.map((row) => row.detail).filter((detail) => /\broutes\b/.test(detail));
    expect(onRoutes, text).toEqual([expect.stringContaining('COVERING INDEX routes_summary')]);
  }
});
