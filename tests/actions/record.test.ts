import { describe, expect, test } from 'vitest';
import { joinRoutes, retract } from '../../src/actions/announcements.ts';
import { tick } from '../../src/actions/tick.ts';
import { verify } from '../../src/actions/verify.ts';
import { listLedger } from '../../src/store/announcements.ts';
import { listAudit } from '../../src/store/audit.ts';
import { listEvents } from '../../src/store/events.ts';
import { findJoinedRoute, findRoute, listRoutesOfPairs } from '../../src/store/routes.ts';
import type { RouteRow } from '../../src/store/tables.ts';
import { engines, testRegister } from '../support/register.ts';

/** What is believed, without what merely counts changes. */
function belief(row: RouteRow) {
  const { version: _version, updated_at: _updated, ...rest } = row;
  return rest;
}

describe.each(engines())('recording statements on %s', (engine) => {
  test('a first statement makes the route, one event and one audit line', async () => {
    const { ctx, record } = await testRegister({ engine });
    const { route, before } = await record({ airline: 'DV', effective: '2026-04', publishedOn: '2026-01-10', wording: 'in April' });
    expect(before).toBeUndefined();
    expect(route).toMatchObject({
      pair: 'ALA-LHE',
      status: 'announced',
      launch_earliest: '2026-04-01',
      launch_latest: '2026-04-30',
      flag: 'none',
      version: 1,
    });
    const events = await listEvents(ctx.db, { after: 0 }, 10);
    expect(events.map((event) => event.type)).toEqual(['route.announced']);
    expect(events[0]).toMatchObject({ occurred_at: '2026-01-10T00:00:00.000Z', recorded_at: '2026-01-15T12:00:00.000Z' });
    const [line] = await listAudit(ctx.db, {}, 1);
    expect(line).toMatchObject({ action: 'announcement.recorded', subject: `route:${route.id}`, actor: 'operator' });
  });

  test('"postponed to May" makes one announcement, one move of 31 days, one audit line and one event; taking it back restores the belief exactly', async () => {
    const { ctx, record } = await testRegister({ engine });
    const first = await record({ effective: '2026-04', publishedOn: '2026-01-10' });
    const before = { audit: (await listAudit(ctx.db, {}, 100)).length, events: (await listEvents(ctx.db, { after: 0 }, 100)).length };
    const second = await record({ status: 'postponed', effective: '2026-05', publishedOn: '2026-01-14' });
    expect(second.route).toMatchObject({
      id: first.route.id,
      status: 'postponed',
      launch_latest: '2026-05-31',
      slip_count: 1,
      slip_days: 31,
    });
    expect(await listLedger(ctx.db, first.route.id)).toHaveLength(2);
    expect(await listAudit(ctx.db, {}, 100)).toHaveLength(before.audit + 1);
    const events = await listEvents(ctx.db, { after: 0 }, 100);
    expect(events).toHaveLength(before.events + 1);
    expect(events.at(-1)?.type).toBe('route.launch_moved');
    expect(JSON.parse(events.at(-1)!.data).move).toEqual({ kind: 'slip', days: 31 });

    await retract(ctx, second.announcement.id, 'misread');
    expect(belief((await findRoute(ctx.db, first.route.id))!)).toEqual(belief(first.route));
    expect(await listLedger(ctx.db, first.route.id)).toHaveLength(2);
    expect(JSON.parse((await listEvents(ctx.db, { after: 0 }, 100)).at(-1)!.data)).toMatchObject({
      reason: 'retraction',
      move: { kind: 'pullIn', days: -31 },
    });
    expect((await verify(ctx)).faults).toEqual([]);
  });

  test('a flag that the clock had raised comes back with the promise that it belonged to', async () => {
    const { ctx, record } = await testRegister({ engine, now: '2026-04-10T00:00:00Z' });
    const first = await record({ effective: '2026-04', publishedOn: '2026-01-10' });
    await tick(ctx);
    const flagged = await findRoute(ctx.db, first.route.id);
    expect(flagged?.flag).toBe('due');
    const slip = await record({ status: 'postponed', effective: '2026-05', publishedOn: '2026-04-09' });
    expect(slip.route.flag).toBe('none');
    const { route } = await retract(ctx, slip.announcement.id, 'misread');
    expect(belief(route)).toEqual(belief(flagged!));
  });

  test('a statement is recorded once; after it was taken back it may be recorded again', async () => {
    const { ctx, record } = await testRegister({ engine });
    const said = { effective: '2026-04', publishedOn: '2026-01-10' };
    const { announcement } = await record(said);
    await expect(record(said)).rejects.toMatchObject({ code: 'duplicate_announcement' });
    await retract(ctx, announcement.id, 'wrong paper');
    const again = await record(said);
    expect(again.route.id).toBe(announcement.route_id);
    await expect(retract(ctx, announcement.id, 'twice')).rejects.toMatchObject({ code: 'conflict' });
  });

  test('a route whose every statement was taken back is retracted, and lives again with the next one', async () => {
    const { ctx, record } = await testRegister({ engine });
    const { announcement } = await record({ effective: '2026-04' });
    const { route } = await retract(ctx, announcement.id, 'a hoax');
    expect(route).toMatchObject({ status: 'retracted', announcement_count: 0, launch_earliest: null, next_check_on: null });
    const next = await record({ effective: '2026-05' });
    expect(next.route).toMatchObject({ id: route.id, status: 'announced' });
    expect((await verify(ctx)).faults).toEqual([]);
  });

  test('a statement that names the airline adopts the route that had none, in either direction of the pair', async () => {
    const { ctx, record } = await testRegister({ engine });
    const { route } = await record({ effective: '2026-04', publishedOn: '2026-01-02' });
    const named = await record({ origin: 'LHE', destination: 'ALA', airline: 'DV', effective: '2026-05', publishedOn: '2026-01-12' });
    expect(named.route).toMatchObject({ id: route.id, origin: 'ALA', airline: ctx.reference.airlineOn('DV', '2026-01-01')?.id });
    const other = await record({ airline: 'KC', effective: '2026-06' });
    expect(other.before).toBeUndefined();
    expect(await listRoutesOfPairs(ctx.db, ['ALA-LHE'])).toHaveLength(2);
  });

  test('the order of recording does not matter to what is believed', async () => {
    const statements = [
      { airline: 'DV', publishedOn: '2025-11-11' },
      { effective: '2025-12', publishedOn: '2025-11-20' },
      { status: 'postponed', effective: '2026-01', publishedOn: '2025-12-15' },
      { status: 'launched', airline: 'DV', effective: '2026-01-10', publishedOn: '2026-01-11' },
    ];
    const forwards = await testRegister({ engine });
    for (const said of statements) await forwards.record(said);
    const backwards = await testRegister({ engine });
    for (const said of statements.toReversed()) await backwards.record(said);
    const [a] = await listRoutesOfPairs(forwards.ctx.db, ['ALA-LHE']);
    const found = await listRoutesOfPairs(backwards.ctx.db, ['ALA-LHE']);
    expect(found).toHaveLength(1);
    expect({ ...belief(found[0]!), id: '' }).toEqual({ ...belief(a!), id: '' });
  });

  test('two routes that were one are joined: one ledger, one belief, and the old id leads to the kept one', async () => {
    const { ctx, record } = await testRegister({ engine });
    const kept = await record({ airline: 'DV', effective: '2026-04', publishedOn: '2026-01-02' });
    const given = await record({ airline: 'KC', effective: '2026-06', publishedOn: '2026-01-03' });
    await expect(joinRoutes(ctx, kept.route.id, given.route.id, ['99'])).rejects.toMatchObject({ code: 'precondition_failed' });
    const route = await joinRoutes(ctx, kept.route.id, given.route.id, ['1']);
    expect(route).toMatchObject({ id: kept.route.id, announcement_count: 2, launch_earliest: '2026-06-01', slip_count: 1 });
    expect(await findRoute(ctx.db, given.route.id)).toBeUndefined();
    expect(await findJoinedRoute(ctx.db, given.route.id)).toBe(kept.route.id);
    expect((await verify(ctx)).faults).toEqual([]);
  });

  test('a write that fails leaves nothing: no statement, no route, no event, no audit line', async () => {
    const { ctx, record } = await testRegister({ engine });
    const { route } = await record({ effective: '2026-04' });
    const before = [await listAudit(ctx.db, {}, 100), await listEvents(ctx.db, { after: 0 }, 100)];
    const broken = { ...ctx, newId: () => route.id };
    const { recordAnnouncement } = await import('../../src/actions/record.ts');
    const { readAnnouncement } = await import('../../src/domain/announcement.ts');
    const { worldOf } = await import('../../src/actions/world.ts');
    const read = readAnnouncement({ origin: 'NQZ', destination: 'LHE', status: 'announced', publishedOn: '2026-01-02' }, worldOf(ctx));
    if (!read.ok) throw new Error('the statement should be good');
    await expect(recordAnnouncement(broken, read.draft)).rejects.toThrow();
    expect([await listAudit(ctx.db, {}, 100), await listEvents(ctx.db, { after: 0 }, 100)]).toEqual(before);
    expect(await listRoutesOfPairs(ctx.db, ['LHE-NQZ'])).toEqual([]);
  });
});
