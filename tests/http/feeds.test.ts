import { XMLParser, XMLValidator } from 'fast-xml-parser';
import ICAL from 'ical.js';
import { describe, expect, test } from 'vitest';
import { joinRoutes } from '../../src/actions/announcements.ts';
import { tick } from '../../src/actions/tick.ts';
import { insertEvents, listEvents } from '../../src/store/events.ts';
import { type TestApi, testApi } from '../support/api.ts';
import { engines } from '../support/register.ts';

const FILTERS = [
  'place=KZ',
  'place=LON',
  'place=ALA',
  'origin=KZ&destination=PK',
  'airline=DV',
  'status=announced,confirmed',
  'status=cancelled,suspended,ended',
  'flag=overdue',
  'precision=day,month',
  'season=S24',
  'launchFrom=2023-04&launchTo=2024-Q2',
  'q=karachi',
  'q=nothing-of-the-kind',
  'updatedSince=2020-01-01T00:00:00Z',
  'place=PK&status=launched&precision=day',
];

interface Entry {
  id: string;
  title: string;
  link: { '@_href': string };
  content: { '#text': string };
}

function atomOf(text: string) {
  expect(XMLValidator.validate(text)).toBe(true);
  const parser = new XMLParser({ ignoreAttributes: false, isArray: (name) => name === 'entry', htmlEntities: true });
  const { feed } = parser.parse(text);
  const entry: Entry[] = feed.entry ?? [];
  return { id: feed.id as string, title: feed.title as string, link: feed.link as Entry['link'], entry };
}

function calendarOf(text: string): ICAL.Event[] {
  return new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map((one) => new ICAL.Event(one));
}

/** Ids of the routes that the list has for a filter. */
async function routesOf({ get }: TestApi, filter: string): Promise<{ id: string; status: string; launch: unknown }[]> {
  const found = [];
  for (let next = `/api/v1/routes?limit=200&${filter}`; next !== ''; ) {
    const { body } = await get(next);
    found.push(...body.items);
    next = body.nextCursor === null ? '' : `/api/v1/routes?limit=200&${filter}&cursor=${body.nextCursor}`;
  }
  return found;
}

const property = (event: ICAL.Event, name: string) => String(event.component.getFirstPropertyValue(name));

describe.each(engines())('feeds over %s', (engine) => {
  test('show the newest events of exactly the routes that the list has for the same filters', async () => {
    const api = await testApi({ engine, ledger: true, now: '2026-11-24T00:00:00Z' });
    await tick(api.ctx);
    const all = (await listEvents(api.ctx.db, { after: 0 }, 100_000)).reverse();
    expect(all.length).toBeGreaterThan(500);
    let shown = 0;
    for (const filter of ['', ...FILTERS]) {
      const ids = new Set((await routesOf(api, filter)).map((route) => route.id));
      for (const type of [undefined, 'route.announced,route.launch_overdue']) {
        const expected = all.filter((event) => ids.has(event.route_id) && (type === undefined || type.split(',').includes(event.type)));
        const urns = expected.slice(0, 100).map((event) => `urn:uuid:${event.id}`);
        const search = [filter, type === undefined ? '' : `type=${type}`].filter((part) => part !== '').join('&');
        const feed = atomOf((await api.get(`/feeds/events.atom?${search}`)).body);
        expect(
          feed.entry.map((entry) => entry.id),
          search,
        ).toEqual(urns);
        const json = (await api.get(`/feeds/events.json?${search}`)).body;
        expect(json.items.map((item: { id: string }) => item.id)).toEqual(urns);
        shown += urns.length;
      }
    }
    expect(shown).toBeGreaterThan(500);
  });

  test('find what is rarely told of however long ago that was, and what was told of a route that was joined to another', async () => {
    const api = await testApi({ engine, now: '2026-01-15T12:00:00Z' });
    const old = await api.record({ airline: 'DV', effective: '2026-05' });
    const given = await api.record({ airline: 'KC', effective: '2026-06' });
    const data = (await listEvents(api.ctx.db, { after: 0 }, 1))[0]!;
    const others = Array.from({ length: 2_100 }, (_, index) => ({
      ...data,
      seq: 1_000 + index,
      id: `x${index}`,
      key: `x${index}`,
      route_id: 'other',
    }));
    await insertEvents(api.ctx.db, others);
    const entries = async () => atomOf((await api.get('/feeds/events.atom?destination=LHE')).body).entry;
    expect(await entries()).toHaveLength(2);
    await joinRoutes(api.ctx, old.route.id, given.route.id, '*');
    expect((await entries()).length).toBeGreaterThanOrEqual(2);
    const ofGiven = (await listEvents(api.ctx.db, { after: 0 }, 10)).find((event) => event.route_id === given.route.id);
    expect((await entries()).map((entry) => entry.id)).toContain(`urn:uuid:${ofGiven?.id}`);
  });

  test('the calendar has exactly the dated routes that the list has for the same filters', async () => {
    const api = await testApi({ engine, ledger: true, now: '2026-11-24T00:00:00Z' });
    let shown = 0;
    for (const filter of ['', ...FILTERS]) {
      const listed = (await routesOf(api, filter)).filter(
        ({ status, launch }) =>
          launch !== null &&
          (filter.includes('status=') || ['proposed', 'announced', 'confirmed', 'postponed', 'launched'].includes(status)),
      );
      const events = calendarOf((await api.get(`/feeds/launches.ics?${filter}`)).body);
      expect(
        events.map((event) => event.uid),
        filter,
      ).toEqual(listed.map((route) => `${route.id}@inaugural`));
      shown += events.length;
    }
    expect(shown).toBeGreaterThan(200);
  });

  test('an event of the calendar keeps its UID and raises its SEQUENCE when the promise moves, and is called off with it', async () => {
    const api = await testApi({ engine });
    const asked = async () => calendarOf((await api.get('/feeds/launches.ics?place=LHE&status=announced,cancelled')).body)[0]!;
    await api.record({ effective: '2026-05', wording: 'in May' });
    const first = await asked();
    await api.record({ effective: '2026-07', publishedOn: '2026-01-15', status: 'announced' });
    const second = await asked();
    expect(second.uid).toBe(first.uid);
    expect(second.sequence).toBeGreaterThan(first.sequence);
    expect([first.startDate.toString(), second.startDate.toString(), second.endDate.toString()]).toEqual([
      '2026-05-01',
      '2026-07-01',
      '2026-08-01',
    ]);
    expect(second.description).toContain('2026-01-15: May 2026 → July 2026 (+61 days)');
    expect(property(second, 'status')).toBe('TENTATIVE');
    await api.record({ status: 'cancelled' });
    const third = await asked();
    expect([third.uid, property(third, 'status'), third.startDate.toString()]).toEqual([first.uid, 'CANCELLED', '2026-07-01']);
    expect(third.sequence).toBeGreaterThan(second.sequence);
  });
});

test('who has the newest state is told so in no words; a change changes the tag', async () => {
  const api = await testApi();
  await api.record({ effective: '2026-05' });
  for (const path of ['/feeds/events.atom', '/feeds/events.json?place=KZ', '/feeds/launches.ics']) {
    const first = await api.get(path);
    const etag = first.headers.get('etag')!;
    const again = await api.get(path, { 'If-None-Match': etag });
    expect([again.status, again.body]).toEqual([304, '']);
    expect((await api.get(path)).body).toEqual(first.body);
  }
  const before = (await api.get('/feeds/launches.ics')).headers.get('etag')!;
  await api.record({ effective: '2026-06' });
  expect((await api.get('/feeds/launches.ics', { 'If-None-Match': before })).status).toBe(200);
});

test('each says what it is, where it is, and under which filters', async () => {
  const api = await testApi({ env: { PUBLIC_URL: 'https://routes.example/' } });
  await api.record({ effective: '2026-05' });
  const atom = await api.get('/feeds/events.atom?type=route.announced&place=KZ');
  expect(atom.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8');
  const feed = atomOf(atom.body);
  expect(feed.id).toBe('https://routes.example/feeds/events.atom?place=KZ&type=route.announced');
  expect(feed.link['@_href']).toBe(feed.id);
  expect(feed.title).toBe('Inaugural: air routes (place KZ, type route.announced)');
  const { page } = (await api.get('/api/v1/events')).body.items[0].data.links;
  expect(page).toMatch(/\/routes\/[A-Z]{3}-[A-Z]{3}$/);
  expect(feed.entry.map((entry) => [entry.title, entry.link['@_href']])).toEqual([['Almaty–Lahore announced for May 2026', page]]);
  const json = await api.get('/feeds/events.json');
  expect([json.headers.get('content-type'), json.body.feed_url]).toEqual([
    'application/feed+json',
    'https://routes.example/feeds/events.json',
  ]);
  const ics = await api.get('/feeds/launches.ics');
  expect(ics.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
  expect(property(calendarOf(ics.body)[0]!, 'url')).toBe(page);
});

test('a feed tells of now: what was believed once is refused, and so is every other fault of the query', async () => {
  const { get } = await testApi();
  for (const path of ['/feeds/events.atom', '/feeds/events.json', '/feeds/launches.ics']) {
    const { status, body } = await get(`${path}?asOf=2023-01-01&place=XX`);
    expect(status).toBe(400);
    expect(body.errors.map((fault: { pointer: string }) => fault.pointer)).toEqual(['?asOf', '?place']);
  }
  expect((await get('/feeds/launches.ics?type=route.announced')).status).toBe(400);
});

test('what a source or a query says stays data in each of them', async () => {
  const api = await testApi();
  const wording = `in May ]]> <b>&"' END:VCALENDAR, ; \\n`;
  await api.record({ effective: '2026-05', wording, sourceName: wording });
  const feed = atomOf((await api.get('/feeds/events.atom')).body);
  expect(feed.entry).toHaveLength(1);
  expect(feed.entry[0]!.content['#text']).toContain(']]> <b>&"');
  expect((await api.get('/feeds/events.json')).body.items[0].content_text).toContain(']]> <b>&"');
  const q = encodeURIComponent('almaty\r\nEND:VCALENDAR\r\n<x>');
  const [event, ...rest] = calendarOf((await api.get('/feeds/launches.ics')).body);
  expect(rest).toEqual([]);
  expect(event!.description).toContain('END:VCALENDAR, ; \\n');
  const searched = await api.get(`/feeds/launches.ics?q=${q}`);
  expect(searched.body.match(/^END:VCALENDAR/gm)).toHaveLength(1);
  expect(atomOf((await api.get(`/feeds/events.atom?q=${q}`)).body).title).toContain('<x>');
});
