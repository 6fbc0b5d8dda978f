import { describe, expect, test } from 'vitest';
import { tick } from '../../src/actions/tick.ts';
import { verify } from '../../src/actions/verify.ts';
import { listEvents } from '../../src/store/events.ts';
import { readRegister } from '../../src/store/register.ts';
import { findRoute } from '../../src/store/routes.ts';
import { engines, testRegister } from '../support/register.ts';

const at = (instant: string) => ({ at: Date.parse(instant) });

describe.each(engines())('the tick on %s', (engine) => {
  test('"April 2023" from Almaty comes due at 18:00 UTC on 31 March, once, however often it is asked', async () => {
    const { ctx, record } = await testRegister({ engine });
    const { route } = await record({ effective: '2023-04', publishedOn: '2023-03-23' });
    expect((await tick(ctx, at('2023-03-31T17:59:59Z'))).flagged).toEqual([]);
    const due = await tick(ctx, at('2023-03-31T18:00:00Z'));
    expect(due).toMatchObject({ events: 1, flagged: [{ route: route.id, origin: 'ALA', destination: 'LHE', flag: 'due' }] });
    expect(await tick(ctx, at('2023-03-31T18:00:00Z'))).toMatchObject({ events: 0, flagged: [] });
    const events = (await listEvents(ctx.db, { after: 0 }, 10)).filter((event) => event.type === 'route.launch_due');
    expect(events.map((event) => event.occurred_at)).toEqual(['2023-03-31T18:00:00.000Z']);
  });

  test('"April 2024" comes due at 19:00 UTC: Kazakhstan had moved to UTC+5', async () => {
    const { ctx, record } = await testRegister({ engine });
    await record({ effective: '2024-04', publishedOn: '2023-03-23' });
    expect((await tick(ctx, at('2024-03-31T18:59:59Z'))).flagged).toEqual([]);
    expect((await tick(ctx, at('2024-03-31T19:00:00Z'))).flagged).toHaveLength(1);
  });

  test('a promise of a country comes due when its last zone gets there', async () => {
    const { ctx, record } = await testRegister({ engine });
    await record({ origin: 'US', destination: 'KZ', effective: '2027', publishedOn: '2026-01-02' });
    // Adak is the last zone of the United States: UTC-10.
    expect((await tick(ctx, at('2027-01-01T09:59:59Z'))).flagged).toEqual([]);
    expect((await tick(ctx, at('2027-01-01T10:00:00Z'))).flagged).toHaveLength(1);
  });

  test('a window that closes without a flight is overdue at the end of its last day', async () => {
    const { ctx, record, clock } = await testRegister({ engine });
    const { route } = await record({ effective: '2023-04', publishedOn: '2023-03-23' });
    await tick(ctx, at('2023-04-15T00:00:00Z'));
    expect((await tick(ctx, at('2023-04-30T17:59:59Z'))).flagged).toEqual([]);
    expect((await tick(ctx, at('2023-04-30T18:00:00Z'))).flagged).toMatchObject([{ flag: 'overdue' }]);
    expect(await findRoute(ctx.db, route.id)).toMatchObject({ flag: 'overdue', next_check_on: null });
    clock.set('2026-01-15T12:00:00Z');
    expect((await verify(ctx)).faults).toEqual([]);
  });

  test('after a long pause one look finds everything, and each route is told once', async () => {
    const { ctx, record } = await testRegister({ engine });
    for (const [day, airline] of [
      ['01', 'DV'],
      ['02', 'KC'],
      ['03', 'FS'],
    ])
      await record({ airline: airline!, effective: `2024-11-${day}`, publishedOn: '2024-01-02' });
    await record({ airline: 'PK', effective: '2024-11/..', publishedOn: '2024-01-02' });
    await record({ airline: '9P', effective: '../2024-12', publishedOn: '2024-01-02' });
    const result = await tick(ctx, at('2025-12-20T00:00:00Z'));
    expect(result.flagged.map((one) => one.flag).sort()).toEqual(['due', 'overdue', 'overdue', 'overdue', 'overdue']);
    expect(result.events).toBe(5);
    expect((await tick(ctx, at('2025-12-20T00:01:00Z'))).events).toBe(0);
  });

  test('a dry run says what would be flagged and writes nothing', async () => {
    const { ctx, record } = await testRegister({ engine });
    const { route } = await record({ effective: '2023-04', publishedOn: '2023-03-23' });
    const result = await tick(ctx, { ...at('2023-04-02T00:00:00Z'), dryRun: true });
    expect(result).toMatchObject({ events: 1, flagged: [{ route: route.id, flag: 'due' }] });
    expect(await findRoute(ctx.db, route.id)).toMatchObject({ flag: 'none', version: 1 });
  });

  test('a promise that moves on is not due any more, and comes due again on its new day', async () => {
    const { ctx, record } = await testRegister({ engine });
    await record({ effective: '2023-04', publishedOn: '2023-03-23' });
    await tick(ctx, at('2023-04-02T00:00:00Z'));
    const slip = await record({ effective: '2023-05', publishedOn: '2023-04-10' });
    expect(slip.route.flag).toBe('none');
    expect((await tick(ctx, at('2023-05-02T00:00:00Z'))).flagged).toMatchObject([{ flag: 'due' }]);
    const launched = await record({ status: 'launched', effective: '2023-05-04', publishedOn: '2023-05-04' });
    expect(launched.route).toMatchObject({ flag: 'none', next_check_on: null });
  });

  test('a clock behind the newest tick, or years ahead of it, holds flagging', async () => {
    const { ctx, record, clock } = await testRegister({ engine, now: '2026-01-15T12:00:00Z' });
    await tick(ctx);
    await record({ effective: '2025-04', publishedOn: '2025-01-02' });
    clock.set('2026-01-15T11:54:00Z');
    expect(await tick(ctx)).toMatchObject({ flagged: [], clock: { trusted: false } });
    clock.set('2028-01-15T12:00:00Z');
    expect(await tick(ctx)).toMatchObject({ flagged: [], clock: { trusted: false } });
    clock.set('2026-01-15T11:56:00Z');
    expect(await tick(ctx)).toMatchObject({ flagged: [{ flag: 'overdue' }], clock: { trusted: true } });
    expect((await readRegister(ctx.db)).last_tick_at).toBe('2026-01-15T12:00:00.000Z');
    clock.set('2027-02-19T12:00:00Z');
    expect((await tick(ctx)).clock.trusted).toBe(true);
  });

  test('a route that cannot be evaluated waits an hour and holds nobody up', async () => {
    const { ctx, record, clock } = await testRegister({ engine, now: '2026-05-01T00:00:00Z' });
    const broken = await record({ airline: 'DV', effective: '2026-04', publishedOn: '2026-01-02' });
    await record({ airline: 'KC', effective: '2026-04', publishedOn: '2026-01-02' });
    await ctx.db.updateTable('routes').set({ origin_zones: 'Nowhere/Atlantis' }).where('id', '=', broken.route.id).execute();
    expect(await tick(ctx)).toMatchObject({ failed: 1, events: 1 });
    clock.set('2026-05-01T00:59:00Z');
    expect(await tick(ctx)).toMatchObject({ failed: 0, events: 0 });
    await ctx.db.updateTable('routes').set({ origin_zones: 'Asia/Almaty' }).where('id', '=', broken.route.id).execute();
    clock.set('2026-05-01T01:00:00Z');
    expect(await tick(ctx)).toMatchObject({ failed: 0, events: 1 });
  });
});
