import { describe, expect, onTestFinished, test } from 'vitest';
import { acceptDraft, dropDraft, readDraft } from '../../src/actions/inbox.ts';
import { addSource, changeSource, removeSource } from '../../src/actions/sources.ts';
import { pollDue, pollNow, type Watching } from '../../src/actions/watch.ts';
import { guardedOutgoing } from '../../src/alerts/outgoing.ts';
import { countAnnouncements, findAnnouncement } from '../../src/store/announcements.ts';
import { listInbox } from '../../src/store/inbox.ts';
import { findSource } from '../../src/store/sources.ts';
import { loopbackOnly } from '../alerts/support/loopback-only.ts';
import { type FeedServer, plainReader, rssOf, type Story, startFeedServer } from '../support/feed-server.ts';
import { type Engine, engines, type TestRegister, testRegister } from '../support/register.ts';

const MINUTE = 60_000;
const NOTHING_MEANT = { id: 'n0', title: 'Airport opens a new café' };

interface Watch extends TestRegister {
  feeds: FeedServer;
  add: (path: string) => Promise<string>;
  poll: (watching?: Watching) => Promise<number>;
  source: (id: string) => Promise<NonNullable<Awaited<ReturnType<typeof findSource>>>>;
  titles: (state?: 'open' | 'known' | 'accepted' | 'dropped') => Promise<string[]>;
}

async function watch(engine: Engine): Promise<Watch> {
  const outgoing = guardedOutgoing({ allow: ['127.0.0.0/8'], plainHttp: true, userAgent: 'Inaugural/test', now: () => 0, timeoutMs: 400 });
  onTestFinished(outgoing.close);
  const register = await testRegister({ engine, outgoing });
  const { ctx } = register;
  const feeds = await startFeedServer();
  return {
    ...register,
    feeds,
    add: async (path) => (await addSource(ctx, { url: feeds.url + path, name: `Feed ${path}`, kind: 'media' })).id,
    poll: (watching = {}) => pollDue(ctx, { reader: plainReader, ...watching }),
    source: async (id) => (await findSource(ctx.db, id))!,
    titles: async (state = 'open') => (await listInbox(ctx.db, state, undefined, 1000)).map((row) => row.item_title).sort(),
  };
}

describe.each(engines())('watching on %s', (engine) => {
  test('files what an item says with its title, link, date and sentence, and keeps nothing else of it', async () => {
    const { ctx, feeds, add, poll } = await watch(engine);
    feeds.at('/a', (response) => response.end(rssOf([{ id: 'n1', title: 'ALA to LHE is announced for 2027-04' }, NOTHING_MEANT])));
    await add('/a');
    expect(await poll()).toBe(1);
    const [row, ...others] = await listInbox(ctx.db, 'open', undefined, 10);
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      source_name: 'Feed /a',
      item_title: 'ALA to LHE is announced for 2027-04',
      link: 'https://news.example/n1',
      published_on: '2026-01-14',
      origin: 'ALA',
      destination: 'LHE',
      earliest: '2027-04-01',
      confidence: 80,
    });
    expect(JSON.parse(row!.evidence)).toEqual([
      {
        sentence: 'ALA to LHE is announced for 2027-04',
        marks: [
          { field: 'origin', start: 0, end: 3 },
          { field: 'destination', start: 7, end: 10 },
        ],
      },
    ]);
    expect(JSON.stringify(row)).not.toContain('nobody keeps');
  });

  test('asks politely: with what is known, no sooner than is wanted, and reads each item once', async () => {
    const { clock, feeds, add, poll, source, titles } = await watch(engine);
    const stories: Story[] = [{ id: 'n1', title: 'ALA to LHE is announced for 2027-04' }];
    feeds.at('/a', (response, request) => {
      const etag = `"${stories.length}"`;
      if (request.headers['if-none-match'] === etag) response.writeHead(304).end();
      else response.writeHead(200, { etag }).end(rssOf(stories, '<ttl>120</ttl>'));
    });
    const id = await add('/a');
    await poll();
    clock.now += 119 * MINUTE;
    expect(await poll()).toBe(0);
    clock.now += 10 * MINUTE;
    expect(await poll()).toBe(1);
    expect(await source(id)).toMatchObject({ etag: '"1"', every_minutes: 120, failures: 0 });
    stories.unshift({ id: 'n2', title: 'ALA to DEL is confirmed for 2027-05' });
    clock.now += 130 * MINUTE;
    await poll();
    expect(feeds.asked.map((one) => one.headers['if-none-match'])).toEqual([undefined, '"1"', '"1"']);
    expect(await titles()).toEqual(['ALA to DEL is confirmed for 2027-05', 'ALA to LHE is announced for 2027-04']);
  });

  test.each<[string, string, Record<string, string>, number]>([
    ['nothing', '', {}, 63],
    ['a minute', '<ttl>1</ttl>', {}, 15.75],
    ['a year', '<sy:updatePeriod>yearly</sy:updatePeriod>', {}, 1440],
    ['two hours by its header', '', { 'cache-control': 'max-age=7200' }, 126],
    ['an hour, and later for now', '<ttl>60</ttl>', { 'retry-after': '10800' }, 189],
  ])('a feed that wants %s is asked again in time', async (_name, channel, headers, minutes) => {
    const { clock, feeds, add, poll, source } = await watch(engine);
    feeds.at('/a', (response) => response.writeHead(200, headers).end(rssOf([], channel)));
    const id = await add('/a');
    await poll();
    expect((Date.parse((await source(id)).next_poll_at) - clock.now) / MINUTE).toBe(minutes);
  });

  test('a feed that fails is asked ever more seldom, up to a day, and as before once it is well', async () => {
    const { clock, feeds, add, poll, source } = await watch(engine);
    feeds.at('/a', (response) => response.writeHead(500).end());
    const id = await add('/a');
    const pauses: number[] = [];
    for (let round = 0; round < 9; round += 1) {
      expect(await poll()).toBe(1);
      const next = Date.parse((await source(id)).next_poll_at);
      pauses.push((next - clock.now) / MINUTE);
      clock.now = next;
    }
    expect(pauses).toEqual([15.75, 31.5, 63, 126, 252, 504, 1008, 1440, 1440]);
    expect(await source(id)).toMatchObject({ failures: 9, last_fault: 'answered with status 500', state: 'active' });
    feeds.at('/a', (response) => response.end(rssOf([])));
    await poll();
    expect(await source(id)).toMatchObject({ failures: 0, failing_since: null, last_fault: null });
  });

  test('a feed that is gone for good is paused with the reason, until somebody resumes it', async () => {
    const { ctx, clock, feeds, add, poll, source } = await watch(engine);
    feeds.at('/a', (response) => response.writeHead(410).end());
    const id = await add('/a');
    await poll();
    expect(await source(id)).toMatchObject({ state: 'paused', state_reason: 'the feed is gone for good (410)' });
    clock.now += 3 * 1440 * MINUTE;
    expect(await poll()).toBe(0);
    feeds.at('/a', (response) => response.end(rssOf([])));
    await changeSource(ctx, id, { state: 'active' });
    expect(await poll()).toBe(1);
    expect(await source(id)).toMatchObject({ state: 'active', state_reason: null, failures: 0 });
  });

  test.each(['fetched', 'taken'] as const)('a crash after "%s" loses no item and files none twice', async (step) => {
    const { clock, feeds, add, poll, titles } = await watch(engine);
    feeds.at('/a', (response, request) => {
      if (request.headers['if-none-match'] === '"1"') response.writeHead(304).end();
      else response.writeHead(200, { etag: '"1"' }).end(rssOf([{ id: 'n1', title: 'ALA to LHE is announced for 2027-04' }]));
    });
    await add('/a');
    const onStep = (now: string) => {
      if (now === step) throw new Error('the process ends here');
    };
    await poll({ onStep });
    expect(await titles()).toEqual([]);
    expect(await poll(), 'the lease holds').toBe(0);
    clock.now += 6 * MINUTE;
    expect(await poll()).toBe(1);
    clock.now += 90 * MINUTE;
    expect(await poll()).toBe(1);
    expect(await titles()).toEqual(['ALA to LHE is announced for 2027-04']);
    expect(await titles('known')).toEqual([]);
  });

  test('an item whose drafts could not be filed is not noted, has its turn again in time, and the source says so', async () => {
    const { clock, feeds, add, poll, source, titles } = await watch(engine);
    feeds.at('/a', (response) => response.end(rssOf([NOTHING_MEANT, { id: 'n1', title: 'ALA to LHE is announced for 2027-04' }])));
    const id = await add('/a');
    // The inbox refuses a draft without a status.
    const reader: typeof plainReader = {
      read: (text, day) => plainReader.read(text, day).map((draft) => ({ ...draft, status: null as never })),
    };
    expect(await poll({ reader })).toBe(1);
    expect(await source(id)).toMatchObject({
      last_success_at: null,
      etag: null,
      failures: 1,
      last_fault: expect.stringContaining('could not be noted'),
    });
    expect(await poll(), 'not at once').toBe(0);
    clock.now += 16 * MINUTE;
    expect(await poll()).toBe(1);
    expect(await titles()).toEqual(['ALA to LHE is announced for 2027-04']);
    expect(await source(id)).toMatchObject({ failures: 0, last_fault: null });
  });

  test('several at once ask a source once', async () => {
    const { feeds, add, poll, titles } = await watch(engine);
    feeds.at(
      '/a',
      (response) => void setTimeout(() => response.end(rssOf([{ id: 'n1', title: 'ALA to LHE is announced for 2027-04' }])), 50),
    );
    await add('/a');
    const asked = await Promise.all([poll(), poll(), poll()]);
    expect(asked.reduce((sum, one) => sum + one, 0)).toBe(1);
    expect(feeds.asked).toHaveLength(1);
    expect(await titles()).toHaveLength(1);
  });

  test('one who held a source too long writes nothing', async () => {
    const { clock, feeds, add, poll, titles } = await watch(engine);
    feeds.at('/a', (response) => response.end(rssOf([{ id: 'n1', title: 'ALA to LHE is announced for 2027-04' }])));
    await add('/a');
    let other: Promise<number> | undefined;
    const onStep = (step: string) => {
      if (step !== 'fetched') return;
      clock.now += 6 * MINUTE;
      other = poll();
    };
    const first = await poll({ onStep });
    expect(first + (await other!)).toBe(1);
    expect(await titles()).toHaveLength(1);
  });

  describe('an item whose reading fails', () => {
    const BOOM = { id: 'n1', title: 'Boom: ALA to DEL is announced for 2027-05' };
    const OTHER = { id: 'n2', title: 'ALA to LHE is announced for 2027-04' };
    /** Fails at the first so many readings of the item. */
    const failing = (times: number) => {
      let readings = 0;
      const reader: typeof plainReader = {
        read: (text, day) => {
          if (text.startsWith('Boom') && ++readings <= times) throw new Error('boom');
          return plainReader.read(text, day);
        },
      };
      return { reader, readings: () => readings };
    };
    async function failingFeed() {
      const register = await watch(engine);
      register.feeds.at('/a', (response, request) => {
        if (request.headers['if-none-match'] === '"1"') response.writeHead(304).end();
        else response.writeHead(200, { etag: '"1"' }).end(rssOf([BOOM, OTHER]));
      });
      return { ...register, id: await register.add('/a') };
    }

    test('keeps no other from being filed, is named in the state of its source, and is filed once when it can be read', async () => {
      const { clock, poll, source, titles, id } = await failingFeed();
      const { reader } = failing(2);
      await poll({ reader });
      expect(await titles()).toEqual([OTHER.title]);
      const fault = `the item "${BOOM.title}" could not be read; it is tried again`;
      expect(await source(id)).toMatchObject({ failures: 0, last_fault: fault, etag: null });
      for (let hour = 0; hour < 5; hour += 1) {
        clock.now += 64 * MINUTE;
        expect(await poll({ reader })).toBe(1);
      }
      expect(await titles()).toEqual([OTHER.title, BOOM.title]);
      expect(await titles('known')).toEqual([]);
      expect(await source(id)).toMatchObject({ failures: 0, last_fault: null, etag: '"1"' });
    });

    test('is given up after five readings, which its source goes on to tell', async () => {
      const { clock, poll, source, titles, id, feeds } = await failingFeed();
      const { reader, readings } = failing(1000);
      for (let round = 0; round < 40; round += 1) {
        await poll({ reader });
        clock.now += (round < 30 ? 64 : 1440) * MINUTE;
      }
      expect(readings()).toBe(5);
      expect(await titles()).toEqual([OTHER.title]);
      const fault = `the item "${BOOM.title}" could not be read; given up after 5 tries`;
      expect(await source(id)).toMatchObject({ failures: 0, last_fault: fault, etag: '"1"' });
      expect(feeds.asked.at(-1)!.headers['if-none-match']).toBe('"1"');
      feeds.at('/a', (response) => response.end(rssOf([BOOM, OTHER])));
      clock.now += 1440 * MINUTE;
      await poll({ reader });
      expect(readings()).toBe(5);
      expect(await source(id)).toMatchObject({ last_fault: fault });
    });
  });

  test('other work has its turn between the items', async () => {
    const { feeds, add, poll } = await watch(engine);
    feeds.at('/a', (response) => response.end(rssOf(Array.from({ length: 30 }, (_, index) => ({ id: `n${index}`, title: `${index}` })))));
    await add('/a');
    let turns = 0;
    const counting = setInterval(() => {
      turns += 1;
    }, 1);
    const seen = new Set<number>();
    const reader: typeof plainReader = {
      read: () => {
        seen.add(turns);
        for (const begun = performance.now(); performance.now() - begun < 10; );
        return [];
      },
    };
    await poll({ reader });
    clearInterval(counting);
    expect(seen.size).toBeGreaterThan(20);
  });

  test('of one host no more than two feeds are asked at once, and a slow host keeps no other waiting', async () => {
    const { ctx, feeds, add, poll } = await watch(engine);
    const other = await startFeedServer('127.0.0.2');
    const order: string[] = [];
    let [atOnce, most] = [0, 0];
    for (let index = 0; index < 12; index += 1) {
      feeds.at(`/${index}`, (response) => {
        order.push('slow');
        atOnce += 1;
        most = Math.max(most, atOnce);
        response.on('close', () => {
          atOnce -= 1;
        });
        setTimeout(() => response.end(rssOf([])), 50);
      });
      await add(`/${index}`);
    }
    other.at('/', (response) => {
      order.push('quick');
      response.end(rssOf([]));
    });
    await addSource(ctx, { url: `${other.url}/`, name: 'Other', kind: 'media' });
    expect(await poll()).toBe(13);
    expect(most).toBe(2);
    expect(order.indexOf('quick')).toBeLessThan(3);
  });

  describe('a feed that shows its items for a short time', () => {
    /** Eight items, ten minutes apart, one that is pinned and one of tomorrow: half of them came within 50 minutes. */
    const minutesAgo = [-1440, 10, 20, 30, 40, 50, 60, 70, 80, 500_000];
    const stories = (now: number): Story[] =>
      minutesAgo.map((minutes) => ({ id: `n${minutes}`, title: 'A', date: new Date(now - minutes * MINUTE).toISOString() }));

    test.each<[string, string, Record<string, string>, number]>([
      ['says nothing', '', {}, 52.5],
      ['wants a day', '<ttl>1440</ttl>', {}, 52.5],
      ['wants a day by its header', '', { 'cache-control': 'max-age=86400' }, 52.5],
      ['wants a quarter of an hour', '<ttl>15</ttl>', {}, 15.75],
      ['asks to wait for three hours', '', { 'retry-after': '10800' }, 189],
    ])('and %s is asked before half of them have made way, unless it asks to wait', async (_name, channel, headers, minutes) => {
      const { clock, feeds, add, poll, source } = await watch(engine);
      feeds.at('/a', (response) => response.writeHead(200, headers).end(rssOf(stories(clock.now), channel)));
      const id = await add('/a');
      await poll();
      expect((Date.parse((await source(id)).next_poll_at) - clock.now) / MINUTE).toBe(minutes);
    });

    test('is asked again before a quarter of them have made way while it fails', async () => {
      const { clock, feeds, add, poll, source } = await watch(engine);
      feeds.at('/a', (response) => response.end(rssOf(stories(clock.now))));
      const id = await add('/a');
      await poll();
      feeds.at('/a', (response) => response.writeHead(500).end());
      const pauses: number[] = [];
      for (let round = 0; round < 5; round += 1) {
        clock.now = Date.parse((await source(id)).next_poll_at);
        await poll();
        pauses.push((Date.parse((await source(id)).next_poll_at) - clock.now) / MINUTE);
      }
      expect(pauses).toEqual([15.75, 26.25, 26.25, 26.25, 26.25]);
    });

    test.each([
      ['have one date', () => '2026-01-14T08:00:00Z'],
      ['have none', () => ''],
    ])('cannot be told when its items %s: it is asked hourly', async (_name, date) => {
      const { clock, feeds, add, poll, source } = await watch(engine);
      feeds.at('/a', (response) => response.end(rssOf(stories(clock.now).map((story) => ({ ...story, date: date() })))));
      const id = await add('/a');
      await poll();
      expect((Date.parse((await source(id)).next_poll_at) - clock.now) / MINUTE).toBe(63);
    });
  });

  test.each(['open', 'dropped', 'accepted'] as const)(
    'an item that comes under another id is not filed again while it is %s',
    async (state) => {
      const { ctx, clock, feeds, add, poll } = await watch(engine);
      const title = 'ALA to LHE is announced for 2027-04';
      const link = 'https://news.example/story';
      const feed = (id: string) => rssOf([{ id, title }]).replace(/<link>.*?<\/link>/, `<link>${link}</link>`);
      feeds.at('/a', (response, _request, count) => response.end(feed(`session-${count}`)));
      await add('/a');
      await poll();
      const [draft] = await listInbox(ctx.db, 'open', undefined, 10);
      if (state === 'dropped') await dropDraft(ctx, draft!.id, 'no');
      const read = await readDraft(ctx, draft!.id, {}).catch(() => undefined);
      if (state === 'accepted' && read?.ok) await acceptDraft(ctx, draft!.id, read.draft);
      for (let round = 0; round < 3; round += 1) {
        clock.now += 70 * MINUTE;
        expect(await poll()).toBe(1);
      }
      const count = async (one: typeof state | 'known') => (await listInbox(ctx.db, one, undefined, 10)).length;
      expect([await count('open'), await count('known'), await count(state)]).toEqual([state === 'open' ? 1 : 0, 0, 1]);
    },
  );

  describe('what is known already', () => {
    test.each([
      ['the ledger has it of that day', { publishedOn: '2026-01-14', effective: '2027-04-01/2027-04-28' }, 'known'],
      ['its source has said it before', { publishedOn: '2026-01-02', effective: '2027-04-01/2027-04-28', sourceName: 'Feed /a' }, 'known'],
      ['another has said it before', { publishedOn: '2026-01-02', effective: '2027-04-01/2027-04-28', sourceName: 'Other' }, 'open'],
      ['the ledger has another window', { publishedOn: '2026-01-14', effective: '2027-05' }, 'open'],
      ['the ledger has another pair', { publishedOn: '2026-01-14', destination: 'DEL', effective: '2027-04-01/2027-04-28' }, 'open'],
    ] as const)('%s: %j is %s', async (_name, said, state) => {
      const { record, feeds, add, poll, titles } = await watch(engine);
      await record(said);
      feeds.at('/a', (response) => response.end(rssOf([{ id: 'n1', title: 'ALA to LHE is announced for 2027-04' }])));
      await add('/a');
      await poll();
      expect(await titles(state)).toHaveLength(1);
    });

    test('by an open draft is folded, in one feed and between two', async () => {
      const { feeds, add, poll, titles } = await watch(engine);
      const title = 'ALA to LHE is announced for 2027-04';
      feeds.at('/a', (response) =>
        response.end(
          rssOf([
            { id: 'n1', title },
            { id: 'n2', title: `Again: ${title}` },
          ]),
        ),
      );
      feeds.at('/b', (response) => response.end(rssOf([{ id: 'n1', title: `Too: ${title}` }])));
      await add('/a');
      await poll();
      await add('/b');
      await poll();
      expect(await titles()).toEqual([title]);
      expect(await titles('known')).toEqual([`Again: ${title}`, `Too: ${title}`]);
    });
  });

  test('a draft is accepted as the editor mends it, once, with the link of its item', async () => {
    const { ctx, feeds, add, poll, titles } = await watch(engine);
    feeds.at('/a', (response) => response.end(rssOf([{ id: 'n1', title: 'ALA to LHE is announced for 2027-04' }])));
    await add('/a');
    await poll();
    const [draft] = await listInbox(ctx.db, 'open', undefined, 1);
    expect(await readDraft(ctx, draft!.id, { destination: 'ALA' })).toMatchObject({ ok: false, findings: [{ field: 'destination' }] });
    expect(await titles()).toHaveLength(1);
    const mended = await readDraft(ctx, draft!.id, { effective: '2027-04' });
    if (!mended.ok) throw new Error('the draft was not understood');
    const { announcement } = await acceptDraft(ctx, draft!.id, mended.draft);
    expect(await findAnnouncement(ctx.db, announcement.id)).toMatchObject({
      latest: '2027-04-30',
      source_name: 'Feed /a',
      source_url: 'https://news.example/n1',
      published_on: '2026-01-14',
    });
    expect((await listInbox(ctx.db, 'accepted', undefined, 1))[0]).toMatchObject({
      announcement_id: announcement.id,
      decided_by: 'operator',
    });
    const before = await countAnnouncements(ctx.db);
    await expect(acceptDraft(ctx, draft!.id, { ...mended.draft, wording: 'once more' })).rejects.toMatchObject({ code: 'conflict' });
    expect(await countAnnouncements(ctx.db)).toBe(before);
    await expect(readDraft(ctx, draft!.id, {})).rejects.toMatchObject({ code: 'conflict' });
    await expect(dropDraft(ctx, draft!.id, 'no')).rejects.toMatchObject({ code: 'conflict' });
  });

  test('a dropped draft keeps the reason, and what a removed source gave stays', async () => {
    const { ctx, feeds, add, poll } = await watch(engine);
    feeds.at('/a', (response) => response.end(rssOf([{ id: 'n1', title: 'ALA to LHE is announced for 2027-04' }])));
    const id = await add('/a');
    await pollNow(ctx, id, { reader: plainReader });
    expect(await poll()).toBe(0);
    await removeSource(ctx, id);
    const [draft] = await listInbox(ctx.db, 'open', undefined, 1);
    expect(draft).toMatchObject({ source_id: null, source_name: 'Feed /a' });
    await dropDraft(ctx, draft!.id, 'an advertisement');
    expect((await listInbox(ctx.db, 'dropped', undefined, 1))[0]).toMatchObject({ reason: 'an advertisement' });
    await expect(pollNow(ctx, id)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('a source is added once, and only where requests may go', async () => {
    const { ctx, add } = await watch(engine);
    await add('/a');
    await expect(add('/a')).rejects.toMatchObject({ code: 'conflict' });
    for (const url of ['http://169.254.169.254/', 'file:///etc/passwd', 'http://a:b@127.0.0.1/'])
      await expect(addSource(ctx, { url, name: 'x', kind: 'media' })).rejects.toMatchObject({ code: 'invalid_request' });
  });
});

describe.each(engines())('an hour of 50 feeds with faults on %s', (engine) => {
  test('loses no item, files none twice and touches no forbidden address', async () => {
    const { ctx, clock, feeds, add, poll, titles } = await watch(engine);
    const codes = ctx.reference.places.filter((place) => place.kind === 'airport' && place.metro === null).map((place) => place.code);
    const expected = new Set<string>();
    // Each feed gets a new story every ten minutes, shows the last dozen, and fails in its own way every third time.
    const FAULTS: Parameters<FeedServer['at']>[1][] = [
      (response) => response.writeHead(503, { 'retry-after': '60' }).end(),
      (response) => response.end('<rss><channel><item>'),
      (response) => response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end(),
      (response) => response.writeHead(301, { location: 'http://10.0.0.1/feed' }).end(),
      (response) => response.end(Buffer.alloc(3 * 1024 * 1024, 'x')),
      (response) =>
        response.end('<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss><channel><item><title>&b;</title></item></channel></rss>'),
      (response) => void response.writeHead(200, { 'content-length': '500' }).write('<rss>', () => response.destroy()),
      (response) => response.destroy(),
      () => {},
      (response) => response.end('{"version":"https://jsonfeed.org/version/1"'),
    ];
    const stories = Array.from({ length: 50 }, () => [] as Story[]);
    for (const [index, list] of stories.entries()) {
      await add(`/${index}`);
      feeds.at(`/${index}`, (response, request, count) => {
        if ((count + index) % 3 === 0) return FAULTS[index % FAULTS.length]!(response, request, count);
        const etag = `"${list.length}"`;
        if (request.headers['if-none-match'] === etag) return void response.writeHead(304).end();
        response.writeHead(200, { etag }).end(rssOf(list.slice(-12).toReversed(), '<ttl>15</ttl>'));
      });
    }
    const belt = loopbackOnly();
    onTestFinished(belt.undo);
    let crashes = 0;
    for (let minute = 0; minute < 150; minute += 1) {
      if (minute % 10 === 0 && minute < 60)
        for (const [index, list] of stories.entries()) {
          const title = `ALA to ${codes[index * 6 + minute / 10]} is announced for 2027-04`;
          list.push({ id: `s${index}-${minute}`, title });
          expected.add(title);
        }
      let step = 0;
      const onStep = (now: string) => {
        step += 1;
        if (now !== 'fetched' || minute > 60 || (step + minute) % 11 !== 0) return;
        crashes += 1;
        throw new Error('the process ends here');
      };
      await poll({ onStep });
      clock.now += MINUTE;
    }
    belt.undo();
    expect(crashes).toBeGreaterThan(5);
    expect(await titles()).toEqual([...expected].sort());
    expect(await titles('known')).toEqual([]);
    expect(new Set(belt.dialled)).toEqual(new Set(['127.0.0.1']));
  });
});
