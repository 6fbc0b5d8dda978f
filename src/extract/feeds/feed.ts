import { createHash } from 'node:crypto';
import { DateTime } from 'luxon';
import { isLocalDate, type LocalDate } from '../../domain/dates.ts';
import { decodeBytes } from './feed-bytes.ts';
import { decodeEntities, htmlToText, oneLine, tidy } from './plain-text.ts';
import { attributeOf, type Element, parseXml } from './xml.ts';

export interface FeedItem {
  /** The same at each reading of the feed. */
  id: string;
  title: string;
  link: string | null;
  /** The local date that the feed writes; null: it writes none. */
  publishedOn: LocalDate | null;
  /** The moment that the feed writes, in milliseconds since 1970; null: it writes none. */
  publishedAt: number | null;
  /** Title and content as plain text. */
  text: string;
}

interface Feed {
  /** In the order of the feed, each id once. Each is made when it is asked for: of a large feed all of them take a while. */
  items: Iterable<FeedItem>;
  /** How often the feed wants to be asked; null: it does not say. */
  everyMinutes: number | null;
}

export type ReadFeed = { ok: true; feed: Feed } | { ok: false; fault: string };

interface Raw {
  id: string | undefined;
  title: string;
  link: string | undefined;
  date: string | undefined;
  body: string;
}

interface Parsed {
  items: Iterable<Raw>;
  everyMinutes: number | null;
}

const MAX_TEXT = 100_000;
const MAX_TITLE = 300;
const MAX_LINK = 2000;
const MAX_ID = 300;
const MINUTES = { hourly: 60, daily: 1440, weekly: 10_080, monthly: 43_200, yearly: 525_600 } as const;

/** Reads RSS 0.9x, 1.0 and 2.0, Atom 1.0 and JSON Feed 1.x. `url`: where it came from, for links without a host. */
export function readFeed(bytes: Uint8Array, contentType: string | undefined, url?: string): ReadFeed {
  const text = decodeBytes(bytes, contentType).trimStart();
  if (text === '') return refused('the feed is empty');
  if (/^<(!doctype\s+html|html)[\s>]/i.test(text)) return refused('the document is a web page and no feed');
  const isJson = text.startsWith('{');
  const read = isJson ? readJson(text) : readXml(text);
  if (typeof read === 'string') return refused(read);
  return { ok: true, feed: { items: itemsOf(read.items, url), everyMinutes: read.everyMinutes } };
}

function* itemsOf(raws: Iterable<Raw>, url: string | undefined): Iterable<FeedItem> {
  const ids = new Set<string>();
  for (const raw of raws) {
    if (`${raw.title}${raw.body}`.trim() === '') continue;
    const item = itemOf(raw, url);
    if (ids.has(item.id)) continue;
    ids.add(item.id);
    yield item;
  }
}

function refused(fault: string): ReadFeed {
  return { ok: false, fault };
}

function itemOf(raw: Raw, base: string | undefined): FeedItem {
  const title = oneLine(raw.title).slice(0, MAX_TITLE);
  const body = tidy(raw.body);
  const link = webAddress(raw.link, base);
  const given = oneLine(raw.id ?? '') || (link ?? '');
  const id = given !== '' && given.length <= MAX_ID ? given : digest(given === '' ? `${title}\n${raw.date ?? ''}\n${body}` : given);
  const text = (body.startsWith(title) ? body : `${title}\n${body}`).trim().slice(0, MAX_TEXT);
  return { id, title, link, ...moment(raw.date), text };
}

function digest(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

function webAddress(text: string | undefined, base: string | undefined): string | null {
  const url = text === undefined ? null : URL.parse(text.trim(), base);
  if (url === null || !/^https?:$/.test(url.protocol) || url.href.length > MAX_LINK) return null;
  return url.href;
}

/** RFC 822 as RSS has it, or ISO 8601; the date is the one that is written, in whatever zone that was. */
function moment(text: string | undefined): Pick<FeedItem, 'publishedOn' | 'publishedAt'> {
  const written = oneLine(text ?? '').slice(0, 60);
  if (written === '') return { publishedOn: null, publishedAt: null };
  const iso = DateTime.fromISO(written.replace(/^(\d{4}-\d\d-\d\d) (?=\d)/, '$1T'), { setZone: true });
  // The name of the day is often wrong, and says nothing that the date does not.
  const date = iso.isValid ? iso : DateTime.fromRFC2822(written.replace(/^[A-Za-z]+\.?,?\s+(?=\d)/, ''), { setZone: true });
  if (date.isValid) return { publishedOn: date.toFormat('yyyy-MM-dd'), publishedAt: date.toMillis() };
  const day = /^(\d{4}-\d\d-\d\d)/.exec(written)?.[1] ?? '';
  return { publishedOn: isLocalDate(day) ? day : null, publishedAt: null };
}

function readJson(text: string): Parsed | string {
  let feed: unknown;
  try {
    feed = JSON.parse(text);
  } catch {
    return 'the feed is not valid JSON';
  }
  const { version, items } = feed as { version?: unknown; items?: unknown };
  if (!String(version).includes('jsonfeed.org/version/1') || !Array.isArray(items)) return 'the JSON is no feed';
  const nodes: Record<string, unknown>[] = items.filter((item) => typeof item === 'object' && item !== null);
  return { items: made(nodes, jsonItem), everyMinutes: null };
}

function jsonItem(item: Record<string, unknown>): Raw {
  const word = (name: string): string | undefined =>
    typeof item[name] === 'string' || typeof item[name] === 'number' ? String(item[name]) : undefined;
  return {
    id: word('id'),
    title: word('title') ?? '',
    link: word('url') ?? word('external_url'),
    date: word('date_published') ?? word('date_modified'),
    body: word('content_text') ?? htmlToText(word('content_html') ?? word('summary') ?? ''),
  };
}

/** The elements of feeds that are read. */
const WANTED = new Set(
  'channel item entry title description summary content content:encoded link guid id pubDate dc:date published updated ttl sy:updatePeriod sy:updateFrequency'.split(
    ' ',
  ),
);

function readXml(text: string): Parsed | string {
  const prolog = text.slice(0, Math.max(text.search(/<(rss|feed|rdf:RDF)[\s>]/), 0));
  if (/<!ENTITY/i.test(prolog)) return 'the feed declares entities of its own, which are not read';
  const parsed = parseXml(text, WANTED);
  if ('wrongAt' in parsed) return `the feed is not well-formed XML (line ${text.slice(0, parsed.wrongAt).split('\n').length})`;
  const { root } = parsed;
  if (root.name === 'feed') return { items: made(all(root, 'entry'), atomItem), everyMinutes: everyMinutes(root) };
  if (root.name !== 'rss' && root.name !== 'rdf:RDF') return 'the document is neither RSS nor Atom nor JSON Feed';
  const channel = child(root, 'channel') ?? root;
  const items = channel === root ? all(root, 'item') : [...all(channel, 'item'), ...all(root, 'item')];
  return { items: made(items, rssItem), everyMinutes: everyMinutes(channel) };
}

function* made<T>(nodes: readonly T[], make: (node: T) => Raw): Iterable<Raw> {
  for (const node of nodes) yield make(node);
}

function rssItem(item: Element): Raw {
  const content = markup(child(item, 'content:encoded'));
  const guid = words(child(item, 'guid'));
  return {
    id: guid || attributeOf(item, 'rdf:about'),
    title: htmlToText(markup(child(item, 'title'))),
    link: words(child(item, 'link')) || (/^https?:/.test(guid) ? guid : undefined),
    date: words(child(item, 'pubDate')) || words(child(item, 'dc:date')) || undefined,
    body: htmlToText(content === '' ? markup(child(item, 'description')) : content),
  };
}

function atomItem(entry: Element): Raw {
  const links = all(entry, 'link');
  const link = links.find((one) => ['', 'alternate'].includes(attributeOf(one, 'rel') ?? '')) ?? links[0];
  const content = atomText(child(entry, 'content'));
  return {
    id: words(child(entry, 'id')),
    title: atomText(child(entry, 'title')),
    link: link === undefined ? undefined : decodeEntities(attributeOf(link, 'href') ?? ''),
    date: words(child(entry, 'published')) || words(child(entry, 'updated')) || undefined,
    body: content === '' ? atomText(child(entry, 'summary')) : content,
  };
}

function atomText(element: Element | undefined): string {
  const type = (element && attributeOf(element, 'type')) ?? 'text';
  if (type === 'xhtml') return htmlToText(element?.inner ?? '');
  return type === 'html' ? htmlToText(markup(element)) : markup(element);
}

function everyMinutes(channel: Element): number | null {
  const ttl = Number(words(child(channel, 'ttl')) || Number.NaN);
  if (ttl > 0) return ttl;
  const period = MINUTES[words(child(channel, 'sy:updatePeriod')) as keyof typeof MINUTES];
  const times = Number(words(child(channel, 'sy:updateFrequency')) || 1);
  return period !== undefined && times > 0 ? Math.round(period / times) : null;
}

function all(parent: Element, name: string): Element[] {
  return parent.children.filter((one) => one.name === name);
}

function child(parent: Element, name: string): Element | undefined {
  return parent.children.find((one) => one.name === name);
}

/** What stands in an element as characters: CDATA as it is, entities decoded once. */
function markup(element: Element | undefined): string {
  const text = element?.inner ?? '';
  const parts: string[] = [];
  for (let at = 0; at < text.length; ) {
    const open = text.indexOf('<![CDATA[', at);
    const end = open < 0 ? text.length : open;
    parts.push(decodeEntities(text.slice(at, end)));
    if (open < 0) break;
    const close = text.indexOf(']]>', open);
    parts.push(text.slice(open + 9, close < 0 ? text.length : close));
    at = close < 0 ? text.length : close + 3;
  }
  return parts.join('');
}

function words(element: Element | undefined): string {
  return oneLine(markup(element));
}
