import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { describe, expect, onTestFinished, test } from 'vitest';
import { tick } from '../../src/actions/tick.ts';
import type { Ctx } from '../../src/context.ts';
import { createApp } from '../../src/http/app.ts';
import { closeServer, createServer } from '../../src/http/server.ts';
import { eventStream, type StreamOptions } from '../../src/http/stream.ts';
import { insertEvents, listEvents } from '../../src/store/events.ts';
import type { EventRow } from '../../src/store/tables.ts';
import { testApi } from '../support/api.ts';
import { rawConnection, type TestServer, testServer, until } from '../support/http.ts';
import { engines, type TestOptions } from '../support/register.ts';

const PATH = '/api/v1/events/stream';

const serverWith = (options: Partial<StreamOptions> = {}, register: TestOptions = {}): Promise<TestServer> =>
  testServer(() => [eventStream({ pollMs: 10, ...options })], register);

interface Listener {
  status: number;
  headers: Headers;
  events: EventSourceMessage[];
  numbers: () => number[];
  /** The text as it came. */
  text: () => string;
  ended: () => boolean;
  leave: () => void;
}

async function listen(base: string, query = '', headers: Record<string, string> = {}): Promise<Listener> {
  const controller = new AbortController();
  onTestFinished(() => controller.abort());
  const response = await fetch(`${base}${PATH}${query}`, { headers, signal: controller.signal });
  const events: EventSourceMessage[] = [];
  let text = '';
  let ended = false;
  const parser = createParser({ onEvent: (event) => events.push(event) });
  const pump = async () => {
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      parser.feed(chunk);
    }
  };
  pump().then(
    () => {
      ended = true;
    },
    () => {
      ended = true;
    },
  );
  if (response.status === 200) await until(() => text.includes('\nid: '));
  return {
    status: response.status,
    headers: response.headers,
    events,
    numbers: () => events.map((event) => Number(event.id)),
    text: () => text,
    ended: () => ended,
    leave: () => controller.abort(),
  };
}

const numbersOf = async (ctx: Ctx): Promise<number[]> => (await listEvents(ctx.db, { after: 0 }, 1_000_000)).map((row) => row.seq);

/** Events of which only the number and the type matter. */
function madeUp(count: number, from: number, more: (index: number) => Partial<EventRow> = () => ({})): EventRow[] {
  const data = JSON.stringify({
    origin: { code: 'ALA', name: 'Almaty', country: 'KZ' },
    destination: { code: 'LHE', name: 'Lahore', country: 'PK' },
    airline: null,
    status: 'announced',
  });
  const at = '2026-01-15T12:00:00.000Z';
  return Array.from({ length: count }, (_, index) => ({
    seq: from + index,
    id: `e${from + index}`,
    key: `e${from + index}`,
    type: 'route.announced',
    route_id: 'r',
    occurred_at: at,
    recorded_at: at,
    data,
    ...more(index),
  }));
}

/** Puts events into the log as a transaction does: the version is the number of the last. */
async function append(ctx: Ctx, rows: EventRow[]): Promise<void> {
  await ctx.db.transaction().execute(async (tx) => {
    await insertEvents(tx, rows);
    await tx
      .updateTable('register')
      .set({ version: rows.at(-1)!.seq })
      .execute();
  });
}

describe.each(engines())('the stream of events over %s', (engine) => {
  test('tells each event as it happens, as the log has it', async () => {
    const api = await testApi({ engine });
    await api.record({ effective: '2026-05' });
    const listener = await listen(api.origin);
    expect(listener.headers.get('content-type')).toBe('text/event-stream');
    expect(listener.text()).toMatch(/^retry: 5000\n/);
    await api.record({ effective: '2026-06' });
    await until(() => listener.events.length === 1);
    const { items } = (await api.get('/api/v1/events')).body;
    expect(items).toHaveLength(2);
    const [event] = listener.events;
    expect([event!.id, event!.event, JSON.parse(event!.data)]).toEqual([String(items[1].number), 'route.launch_moved', items[1]]);
  });

  test('goes on after Last-Event-ID without loss and without double while events are recorded', async () => {
    const server = await serverWith({ keep: 20_000 }, { engine });
    const { ctx, base } = server;
    await append(ctx, madeUp(700, 10));
    const listeners: Listener[] = [];
    const begun = [0, 9, 10, 333, 708, 709];
    let recorded = 710;
    const recording = (async () => {
      for (let round = 0; round < 60; round += 1) {
        await append(ctx, madeUp(1 + (round % 30), recorded));
        recorded += 1 + (round % 30) + (round % 3);
        await new Promise((resolve) => setTimeout(resolve, 3));
      }
    })();
    for (const seen of begun) listeners.push(await listen(base, '', { 'Last-Event-ID': String(seen) }));
    await recording;
    const all = await numbersOf(ctx);
    for (const [index, listener] of listeners.entries()) {
      const expected = all.filter((number) => number > begun[index]!);
      await until(() => listener.events.length >= expected.length);
      expect(listener.numbers()).toEqual(expected);
    }
  });
});

test('tells a reader that was away for too long what it will not be told, and the rest', async () => {
  const { ctx, base } = await serverWith({ replay: 20 });
  await append(ctx, madeUp(50, 101));
  const far = await listen(base, '?lastEventId=104');
  await until(() => far.events.length === 21);
  expect(far.events[0]).toMatchObject({ id: '130', event: 'gap', data: '{"from":104,"to":130}' });
  expect(far.numbers().slice(1)).toEqual(Array.from({ length: 20 }, (_, index) => 131 + index));
  const near = await listen(base, '?lastEventId=130');
  await until(() => near.events.length === 20);
  expect(near.events[0]).toMatchObject({ id: '131', event: 'route.announced' });
  const ahead = await listen(base, '?lastEventId=9999');
  await until(() => ahead.events.length === 1);
  expect(ahead.events[0]).toMatchObject({ id: '150', event: 'gap', data: '{"from":9999,"to":150}' });
  await append(ctx, madeUp(1, 151));
  await until(() => ahead.events.length === 2);
  expect(ahead.numbers()).toEqual([150, 151]);
});

test('the header outweighs the parameter, and what is no number is refused', async () => {
  const { ctx, base, get } = await serverWith();
  await append(ctx, madeUp(5, 1));
  const listener = await listen(base, '?lastEventId=1', { 'Last-Event-ID': '3' });
  await until(() => listener.events.length === 2);
  expect(listener.numbers()).toEqual([4, 5]);
  expect((await get(PATH, { headers: { 'Last-Event-ID': 'x' } })).status).toBe(400);
  const wrong = await get(`${PATH}?lastEventId=-1&type=nothing&place=XX`);
  expect(((await wrong.json()) as { errors: { pointer: string }[] }).errors.map((fault) => fault.pointer).sort()).toEqual([
    '?lastEventId',
    '?place',
    '?type',
  ]);
});

test('a reader that has heard nothing yet knows where it stands, and misses nothing when it comes back', async () => {
  const { ctx, base } = await serverWith({ heartbeatMs: 20 });
  await append(ctx, madeUp(5, 1));
  const first = await listen(base, '?type=route.launched');
  await append(ctx, madeUp(5, 6));
  await until(() => first.text().includes(': still here\nid: 10\n\n'));
  first.leave();
  expect(first.text()).toMatch(/^retry: 5000\n\nid: 5\n\n/);
  expect(first.events).toEqual([]);
  await append(
    ctx,
    madeUp(1, 11, () => ({ type: 'route.launched' })),
  );
  const second = await listen(base, '?type=route.launched', { 'Last-Event-ID': '10' });
  await until(() => second.events.length === 1);
});

test('filters look at the type, the status, both ends with what they lie in, and the airline', async () => {
  const { ctx, base, record, clock } = await serverWith({}, { ledger: true, now: '2026-11-24T00:00:00Z' });
  await tick(ctx);
  await record({ origin: 'LHR', destination: 'ALA', airline: 'BA', effective: '2027-05' });
  clock.set('2027-06-01T12:00:00Z');
  await tick(ctx);
  type Data = {
    origin: { code: string; country: string };
    destination: { code: string; country: string };
    airline: { id: string } | null;
    status: string;
  };
  const data = (row: EventRow): Data => JSON.parse(row.data);
  const ends = (row: EventRow) => [data(row).origin, data(row).destination];
  const metro = (code: string) => ctx.reference.place(code)?.metro;
  const cases: [string, (row: EventRow) => boolean][] = [
    ['type=route.launch_moved,route.launched', (row) => ['route.launch_moved', 'route.launched'].includes(row.type)],
    ['status=cancelled', (row) => data(row).status === 'cancelled'],
    ['place=LHE', (row) => ends(row).some((end) => end.code === 'LHE')],
    ['place=kz', (row) => ends(row).some((end) => end.country === 'KZ')],
    ['place=LON', (row) => ends(row).some((end) => metro(end.code) === 'LON')],
    ['airline=DV', (row) => data(row).airline?.id === 'scat-airlines'],
    [
      'airline=scat-airlines&type=route.announced&place=PK',
      (row) => row.type === 'route.announced' && data(row).airline?.id === 'scat-airlines' && ends(row).some((end) => end.country === 'PK'),
    ],
  ];
  for (const [filter, isWanted] of cases) {
    const rows = await listEvents(ctx.db, { after: 0 }, 1_000_000);
    const live = rows.at(-1)!.seq + 1;
    const expected = rows.filter(isWanted).map((row) => row.seq);
    expect(expected.length, filter).toBeGreaterThan(0);
    expect(expected.length, filter).toBeLessThan(rows.length);
    const listener = await listen(base, `?lastEventId=0&${filter}`);
    await until(() => listener.events.length >= expected.length);
    // The same filter holds for what comes live.
    await append(ctx, [
      { ...rows.find((row) => !isWanted(row))!, seq: live, id: `a${live}`, key: `a${live}` },
      { ...rows.find(isWanted)!, seq: live + 1, id: `b${live}`, key: `b${live}` },
    ]);
    await until(() => listener.numbers().includes(live + 1));
    expect(listener.numbers(), filter).toEqual([...expected, live + 1]);
    listener.leave();
  }
});

test('however many read, the log is asked once for what is new, and not at all when nobody reads', async () => {
  let asked = 0;
  let queries = 0;
  const counting = {
    transformQuery: ({ node }: { node: { kind: string } }) => {
      if (node.kind === 'SelectQueryNode' && JSON.stringify(node).includes('"events"')) asked += 1;
      return node;
    },
    transformResult: async ({ result }: { result: unknown }) => {
      queries += 1;
      return result;
    },
  };
  const server = await serverWith();
  const shared = { ...server.ctx, db: server.ctx.db.withPlugin(counting as never) };
  const watched = createServer(createApp(shared, [eventStream({ pollMs: 10, readersOfClient: 100 })], { version: '1' }));
  watched.listen(0, '127.0.0.1');
  await once(watched, 'listening');
  onTestFinished(() => closeServer(watched, 100));
  const base = `http://127.0.0.1:${(watched.address() as AddressInfo).port}`;
  const listeners = await Promise.all(Array.from({ length: 20 }, () => listen(base)));
  asked = 0;
  await append(server.ctx, madeUp(3, 100));
  await until(() => listeners.every((listener) => listener.events.length === 3));
  expect(asked).toBe(1);
  for (const listener of listeners) listener.leave();
  await until(async () => {
    const before = queries;
    await new Promise((resolve) => setTimeout(resolve, 100));
    return queries === before;
  });
});

test('a reader that takes nothing is cut off, and the others notice nothing', async () => {
  const { ctx, base, port, log } = await serverWith({ stallMs: 300 });
  const good = await listen(base);
  const stalled = await rawConnection(port);
  stalled.socket.pause();
  stalled.send(`GET ${PATH}?lastEventId=0 HTTP/1.1\r\nHost: x\r\n\r\n`);
  const data = (index: number) => ({ data: JSON.stringify({ ...JSON.parse(madeUp(1, 1)[0]!.data), filler: `${index}`.repeat(50_000) }) });
  await append(ctx, madeUp(400, 101, data));
  await until(() => log().some((line) => line.path === PATH && line.aborted === true), 20_000);
  await until(() => good.events.length === 400, 20_000);
  await append(ctx, madeUp(1, 501));
  await until(() => good.events.length === 401);
  expect(good.ended()).toBe(false);
});

test('no more than so many streams in all and to one address; who leaves makes room', async () => {
  const { base, get } = await serverWith({ readers: 3, readersOfClient: 2 }, { env: { TRUSTED_PROXIES: '127.0.0.1' } });
  const as = (client: string) => ({ 'X-Forwarded-For': client });
  const first = await listen(base, '', as('203.0.113.1'));
  await listen(base, '', as('203.0.113.1'));
  const third = await get(PATH, { headers: as('203.0.113.1') });
  expect([third.status, third.headers.get('retry-after')]).toEqual([429, '60']);
  await listen(base, '', as('203.0.113.2'));
  const fourth = await get(PATH, { headers: as('203.0.113.3') });
  expect([fourth.status, fourth.headers.get('retry-after')]).toEqual([503, '60']);
  expect(((await fourth.json()) as { code: string }).code).toBe('overloaded');
  first.leave();
  await until(async () => {
    const answer = await fetch(`${base}${PATH}`, { headers: as('203.0.113.3') });
    await answer.body?.cancel();
    return answer.status === 200;
  });
});

test('a HEAD leaves no reader behind', async () => {
  const { base, get } = await serverWith({ readers: 1 });
  for (let index = 0; index < 3; index += 1) expect((await get(PATH, { method: 'HEAD' })).status).toBe(200);
  expect((await listen(base)).status).toBe(200);
});

test('when the server stops, streams end whole, those that are not read are cut off, and the server is gone', async () => {
  const { ctx, base, port, server, log } = await serverWith();
  const listeners = await Promise.all([listen(base), listen(base), listen(base, '?type=route.launched')]);
  const stalled = await rawConnection(port);
  stalled.socket.pause();
  stalled.send(`GET ${PATH}?lastEventId=0 HTTP/1.1\r\nHost: x\r\n\r\n`);
  const filler = 'x'.repeat(100_000);
  await append(
    ctx,
    madeUp(200, 101, () => ({ data: JSON.stringify({ ...JSON.parse(madeUp(1, 1)[0]!.data), filler }) })),
  );
  await until(() => listeners[0]!.events.length === 200, 20_000);
  let forced = false;
  const closeAll = server.closeAllConnections.bind(server);
  server.closeAllConnections = () => {
    forced = true;
    closeAll();
  };
  await closeServer(server, 20_000);
  expect(forced).toBe(false);
  await until(() => listeners.every((listener) => listener.ended()));
  const lines = () => log().filter((line) => line.path === PATH);
  await until(() => lines().length === 4);
  expect(lines().filter((line) => line.aborted === true)).toHaveLength(1);
});

test('a stream that is old ends, and its reader goes on where it was', async () => {
  const { ctx, base } = await serverWith({ longestMs: 50, heartbeatMs: 20 });
  const first = await listen(base);
  await until(() => first.ended());
  await append(ctx, madeUp(2, 1));
  const second = await listen(base, '', { 'Last-Event-ID': '0' });
  await until(() => second.events.length === 2);
});

test('a log that cannot be read for a while is read again afterwards', async () => {
  const { ctx, base } = await serverWith();
  const listener = await listen(base);
  await ctx.db.schema.alterTable('events').renameTo('elsewhere').execute();
  await ctx.db.updateTable('register').set({ version: 5 }).execute();
  await new Promise((resolve) => setTimeout(resolve, 50));
  await ctx.db.schema.alterTable('elsewhere').renameTo('events').execute();
  await append(ctx, madeUp(2, 6));
  await until(() => listener.events.length === 2);
  expect(listener.numbers()).toEqual([6, 7]);
});
