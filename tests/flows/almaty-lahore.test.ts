import { describe, expect, test } from 'vitest';
import { tick } from '../../src/actions/tick.ts';
import { verify } from '../../src/actions/verify.ts';
import { listAudit } from '../../src/store/audit.ts';
import { testApi } from '../support/api.ts';
import { engines } from '../support/register.ts';

const said = { origin: 'ALA', destination: 'LHE', status: 'announced', source: { name: 'A paper', kind: 'media' } };

describe.each(engines())('over HTTP on %s', (engine) => {
  test('the real ledger tells the story of Almaty–Lahore, and what was believed on each day of it', async () => {
    const { ctx, get } = await testApi({ engine, ledger: true, now: '2026-11-24T00:00:00Z' });
    await tick(ctx);
    const { body } = await get('/api/v1/routes?origin=ALA&destination=LHE');
    expect(body.items).toHaveLength(1);
    const [route] = body.items;
    expect(route).toMatchObject({ status: 'launched', launchedOn: '2023-07-08', slipCount: 3, slipDays: 99, airline: { iata: 'DV' } });
    expect(route.announcements).toHaveLength(17);
    const moves = route.announcements.map((entry: { move: { kind: string } | null }) => entry.move?.kind).filter(Boolean);
    expect(moves).toEqual([
      'firmed',
      'repeated',
      'loosened',
      'firmed',
      'slip',
      'loosened',
      'repeated',
      'slip',
      'slip',
      'repeated',
      'repeated',
    ]);
    expect(route.announcements.find((entry: { status: string }) => entry.status === 'launched').outcome).toMatchObject({
      kept: false,
      days: 99,
    });

    const on = async (day: string) => (await get(`/api/v1/routes?origin=ALA&destination=LHE&asOf=${day}`)).body.items[0];
    expect(await on('2023-03-24')).toMatchObject({ launch: { label: 'April 2023' }, flag: 'none', status: 'announced' });
    expect(await on('2023-05-02')).toMatchObject({ launch: { label: 'May 2023' }, flag: 'due' });
    expect(await on('2022-11-10')).toBeUndefined();
    expect((await get('/api/v1/routes?origin=ALA&destination=KHI')).body.items).toMatchObject([{ flag: 'overdue', launchedOn: null }]);
  });

  test('KZ finds every route of every Kazakh airport and of the country itself; Nur-Sultan finds those of Astana', async () => {
    const { ctx, get } = await testApi({ engine, ledger: true, now: '2026-11-24T00:00:00Z' });
    const all = (await get('/api/v1/routes?place=KZ&limit=200')).body.items;
    const kazakh = new Set(ctx.reference.places.filter((place) => place.country === 'KZ').map((place) => place.code));
    const every = (await ctx.db.selectFrom('routes').select(['id', 'origin', 'destination']).execute()).filter(
      (row) => kazakh.has(row.origin) || kazakh.has(row.destination),
    );
    expect(all.map((route: { id: string }) => route.id).sort()).toEqual(every.map((row) => row.id).sort());
    expect(every.some((row) => row.origin === 'KZ')).toBe(true);
    const astana = (await get('/api/v1/routes?q=nur-sultan&limit=200')).body.items;
    expect(astana.length).toBe(every.filter((row) => row.origin === 'NQZ' || row.destination === 'NQZ').length);
  });

  test('a promise is recorded, comes due at midnight in Almaty, slips, comes due again, and flies', async () => {
    const { ctx, clock, get, send } = await testApi({ engine, now: '2023-03-23T12:00:00Z' });
    const first = await send('POST', '/api/v1/announcements', {
      ...said,
      effective: '2023-04',
      wording: 'in April',
      publishedOn: '2023-03-23',
    });
    expect(first.status).toBe(201);
    const path = `/api/v1/routes/${first.body.route.id}`;
    clock.set('2023-03-31T17:59:59Z');
    await tick(ctx);
    expect((await get(path)).body.flag).toBe('none');
    clock.set('2023-03-31T18:00:00Z');
    await tick(ctx);
    expect((await get(path)).body).toMatchObject({ flag: 'due', flaggedAt: '2023-03-31T18:00:00.000Z' });

    const slip = await send('POST', '/api/v1/announcements', {
      ...said,
      status: 'postponed',
      effective: '2023-05',
      publishedOn: '2023-03-31',
    });
    expect(slip.body.route).toMatchObject({ flag: 'none', status: 'postponed', slipCount: 1, slipDays: 31 });
    clock.set('2023-05-31T19:00:00Z');
    await tick(ctx);
    expect((await get(path)).body.flag).toBe('overdue');

    const { headers } = await get(path);
    clock.set('2023-07-08T20:00:00Z');
    const flown = await send(
      'PATCH',
      path,
      { status: 'launched', effective: '2023-07-08' },
      { headers: { 'If-Match': headers.get('etag')! } },
    );
    expect(flown.body.route).toMatchObject({ status: 'launched', launchedOn: '2023-07-08', flag: 'none', slipDays: 69 });
    expect(flown.body.announcement.source).toMatchObject({ kind: 'editor', name: 'editor' });
    const events = (await get('/api/v1/events')).body.items;
    expect(events.map((event: { type: string }) => event.type)).toEqual([
      'route.announced',
      'route.launch_approaching',
      'route.launch_due',
      'route.launch_moved',
      'route.launch_overdue',
      'route.launched',
    ]);
    expect((await verify(ctx)).faults).toEqual([]);
  });

  test('after two days down the first tick finds what came due meanwhile', async () => {
    const { ctx, clock, send, get } = await testApi({ engine, now: '2023-03-30T12:00:00Z' });
    await tick(ctx);
    await send('POST', '/api/v1/announcements', { ...said, effective: '2023-04', publishedOn: '2023-03-23' });
    clock.set('2023-04-02T12:00:00Z');
    expect(await tick(ctx)).toMatchObject({ events: 1, clock: { trusted: true } });
    const [event] = (await get('/api/v1/events?type=route.launch_due')).body.items;
    expect(event).toMatchObject({ occurredAt: '2023-03-31T18:00:00.000Z', recordedAt: '2023-04-02T12:00:00.000Z' });
  });

  test('"postponed to May" is one statement, one move, one audit line and one event; taken back, all is as before', async () => {
    const { ctx, get, send } = await testApi({ engine });
    const first = await send('POST', '/api/v1/announcements', { ...said, effective: '2026-04', publishedOn: '2026-01-10' });
    const path = `/api/v1/routes/${first.body.route.id}`;
    const lines = (await listAudit(ctx.db, {}, 200)).length;
    const later = await send('POST', '/api/v1/announcements', {
      ...said,
      status: 'postponed',
      effective: '2026-05',
      publishedOn: '2026-01-12',
    });
    const ledger = (await get(`${path}/announcements`)).body.items;
    expect(ledger).toHaveLength(2);
    expect(ledger[1].move).toMatchObject({ kind: 'slip', days: 31 });
    expect(await listAudit(ctx.db, {}, 200)).toHaveLength(lines + 1);
    expect((await get('/api/v1/events')).body.items).toHaveLength(2);
    const taken = await send('POST', `/api/v1/announcements/${later.body.announcement.id}/retraction`, { reason: 'misread' });
    const { version: _v, updatedAt: _u, ...now } = taken.body.route;
    const { version: _w, updatedAt: _x, ...before } = first.body.route;
    expect(now).toEqual(before);
  });

  test('of 64 editors with the same If-Match one is first and 63 are told', async () => {
    const { ctx, get, send } = await testApi({ engine });
    const { body } = await send('POST', '/api/v1/announcements', { ...said, effective: '2026-04', publishedOn: '2026-01-10' });
    const path = `/api/v1/routes/${body.route.id}`;
    const etag = (await get(path)).headers.get('etag')!;
    const answers = await Promise.all(
      Array.from({ length: 64 }, (_, index) =>
        send(
          'PATCH',
          path,
          { status: 'confirmed', note: `editor ${index}`, speaker: `editor ${index}` },
          { headers: { 'If-Match': etag } },
        ),
      ),
    );
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    expect(answers.filter((answer) => answer.status === 412)).toHaveLength(63);
    expect((await get(`${path}/announcements`)).body.items).toHaveLength(2);
    expect((await verify(ctx)).faults).toEqual([]);
  });
});
