import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { expect, test } from 'vitest';
import { atomFeed, xmlText } from '../../src/feeds/atom.ts';
import type { Feed, FeedEvent } from '../../src/feeds/feed.ts';
import { jsonFeed } from '../../src/feeds/json-feed.ts';
import { HOSTILE, shown, statement } from './support.ts';

const ID = '0190a000-0000-7000-8000-000000000001';
const event: FeedEvent = {
  id: ID,
  type: 'route.launch_moved',
  occurredAt: '2023-03-24T00:00:00.000Z',
  recordedAt: '2023-03-24T10:00:00.000Z',
  data: statement,
};
const feedOf = (...events: FeedEvent[]): Feed => ({
  title: 'Events',
  url: 'http://localhost:3000/feeds/events.atom?place=KZ&type=a',
  events,
});
const hostile: FeedEvent = {
  ...event,
  data: {
    ...statement,
    origin: { ...statement.origin, name: HOSTILE },
    airline: { ...statement.airline!, name: HOSTILE },
    launch: shown('2023-05', HOSTILE),
    source: { name: HOSTILE, url: `javascript:${HOSTILE}` },
    links: { ...statement.links, route: `http://x/"><b>${HOSTILE}` },
  },
};

function parse(text: string) {
  expect(XMLValidator.validate(text)).toBe(true);
  const parser = new XMLParser({ ignoreAttributes: false, isArray: (name) => name === 'entry', htmlEntities: true, trimValues: false });
  return parser.parse(text).feed;
}

test('an Atom entry has its id for ever, its title, its route, its hour and its text', () => {
  const feed = parse(atomFeed(feedOf(event)));
  expect(feed.id).toBe('http://localhost:3000/feeds/events.atom?place=KZ&type=a');
  expect(feed.link).toEqual({ '@_rel': 'self', '@_type': 'application/atom+xml', '@_href': feed.id });
  expect([feed.updated, feed.title, feed.author.name]).toEqual([event.recordedAt, 'Events', 'Inaugural']);
  const [entry] = feed.entry;
  expect(entry.id).toBe(`urn:uuid:${ID}`);
  expect(entry.title).toBe('Almaty–Lahore slips to May 2023 (SCAT Airlines)');
  expect(entry.link['@_href']).toBe(statement.links.route);
  expect([entry.updated, entry.category['@_term'], entry.content['@_type']]).toEqual([event.recordedAt, event.type, 'text']);
  expect(entry.content['#text'].split('\n')).toEqual([
    'Almaty–Lahore (SCAT Airlines) slips to May 2023.',
    'Slips by 31 days: April 2023 → May 2023',
    'Source: Dawn, 24 March 2023, “in May” https://dawn.example/1',
    'Route: Almaty (ALA) – Lahore (LHE), SCAT Airlines (DV), 2 flights a week',
    '3 statements since 11 November 2022; slipped once, 31 days in all',
  ]);
});

test('a feed in which nothing has happened is a feed all the same', () => {
  const feed = parse(atomFeed(feedOf()));
  expect([feed.updated, feed.entry]).toEqual(['1970-01-01T00:00:00.000Z', undefined]);
  expect(JSON.parse(jsonFeed(feedOf())).items).toEqual([]);
});

test('the feed is as new as its newest event, wherever that stands', () => {
  const older = { ...event, recordedAt: '2023-03-23T00:00:00.000Z' };
  expect(parse(atomFeed(feedOf(older, event, older))).updated).toBe(event.recordedAt);
});

test('hostile names stay data in Atom, without what XML has no way to write', () => {
  const text = atomFeed(feedOf(hostile));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  expect(text).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
  const feed = parse(text);
  expect(Object.keys(feed.entry[0]).sort()).toEqual(['#text', 'category', 'content', 'id', 'link', 'published', 'title', 'updated']);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is left out
  const kept = HOSTILE.replace(/[\u0000\u0001\u000b\u001b\ufffe]/g, '');
  expect(feed.entry[0].title).toMatch(/slips to May 2023/);
  expect(feed.entry[0].title).toContain('<');
  expect(feed.entry[0].link['@_href']).toBe(`http://x/"><b>${kept}`);
});

test('half a surrogate pair is left out, whole ones are kept', () => {
  expect(xmlText('a\ud800b\udc00c𝒳')).toBe('abc𝒳');
});

test('a JSON feed says the same, whatever the names hold', () => {
  const feed = JSON.parse(jsonFeed(feedOf(hostile, event)));
  expect(feed.version).toBe('https://jsonfeed.org/version/1.1');
  expect(feed.feed_url).toBe('http://localhost:3000/feeds/events.atom?place=KZ&type=a');
  expect(feed.items[0].title).toMatch(/slips to May 2023/);
  expect(feed.items[1]).toMatchObject({
    id: `urn:uuid:${ID}`,
    url: statement.links.route,
    title: 'Almaty–Lahore slips to May 2023 (SCAT Airlines)',
    date_published: event.recordedAt,
    tags: ['route.launch_moved'],
  });
});
