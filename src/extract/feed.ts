import { createHash } from 'node:crypto';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { DateTime } from 'luxon';
import { isLocalDate, type LocalDate } from '../domain/dates.ts';
import { decodeBytes } from './feed-bytes.ts';
import { decodeEntities, htmlToText, oneLine, tidy } from './plain-text.ts';

export interface FeedItem {
  /** The same at each reading of the feed. */
  id: string;
  title: string;
  link: string | null;
  /** The local date that the feed writes; null: it writes none. */
  publishedOn: LocalDate | null;
  /** Title and content as plain text. */
  text: string;
}

export interface Feed {
  /** In the order of the feed, each id once. */
  items: FeedItem[];
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

const MAX_TEXT = 100_000;
const MAX_TITLE = 300;
const MAX_LINK = 2000;
const MAX_ID = 300;
const MINUTES = { hourly: 60, daily: 1440, weekly: 10_080, monthly: 43_200, yearly: 525_600 } as const;

/** Reads RSS 0.9x, 1.0 and 2.0, Atom 1.0 and JSON Feed 1.x. `url`: where it came from, for links without a host. */
export function readFeed(bytes: Uint8Array, contentType: string | undefined, url?: string): ReadFeed {
  const text = decodeBytes(bytes, contentType).trimStart();
  if (text === '') return refused('the feed is empty');
  const isJson = text.startsWith('{');
  const read = isJson ? readJson(text) : readXml(text);
  if (typeof read === 'string') return refused(read);
  const items = new Map<string, FeedItem>();
  for (const raw of read.items) {
    if (`${raw.title}${raw.body}`.trim() === '') continue;
    const item = itemOf(raw, url);
    if (!items.has(item.id)) items.set(item.id, item);
  }
  return { ok: true, feed: { items: [...items.values()], everyMinutes: read.everyMinutes } };
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
  return { id, title, link, publishedOn: localDate(raw.date), text };
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
function localDate(text: string | undefined): LocalDate | null {
  const written = oneLine(text ?? '').slice(0, 60);
  if (written === '') return null;
  const iso = DateTime.fromISO(written.replace(/^(\d{4}-\d\d-\d\d) (?=\d)/, '$1T'), { setZone: true });
  // The name of the day is often wrong, and says nothing that the date does not.
  const date = iso.isValid ? iso : DateTime.fromRFC2822(written.replace(/^[A-Za-z]+\.?,?\s+(?=\d)/, ''), { setZone: true });
  if (date.isValid) return date.toFormat('yyyy-MM-dd');
  const day = /^(\d{4}-\d\d-\d\d)/.exec(written)?.[1] ?? '';
  return isLocalDate(day) ? day : null;
}

interface Parsed {
  items: Raw[];
  everyMinutes: number | null;
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
  return { items: items.filter((item) => typeof item === 'object' && item !== null).map(jsonItem), everyMinutes: null };
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

type Node = Record<string, unknown>;

/** The insides of these are taken as they stand, whatever markup they hold. */
const TEXTS = ['title', 'description', 'summary', 'content', 'content:encoded', 'link', 'guid', 'id'];
const parser = new XMLParser({
  ignoreAttributes: false,
  parseTagValue: false,
  parseAttributeValue: false,
  // Entities are ours to decode, and only those that HTML knows: a document's own are never expanded.
  processEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: 60,
  stopNodes: TEXTS.map((name) => `..${name}`),
});

function readXml(text: string): Parsed | string {
  const prolog = text.slice(0, Math.max(text.search(/<(rss|feed|rdf:RDF)[\s>]/), 0));
  if (/<!ENTITY/i.test(prolog)) return 'the feed declares entities of its own, which are not read';
  const valid = XMLValidator.validate(text);
  if (valid !== true) return `the feed is not well-formed XML (line ${valid.err.line})`;
  let root: Node;
  try {
    root = parser.parse(text) as Node;
  } catch {
    return 'the feed is not XML that can be read';
  }
  if (isNode(root.feed)) return { items: nodes(root.feed.entry).map(atomItem), everyMinutes: everyMinutes(root.feed) };
  const rdf = root['rdf:RDF'];
  const rss = root.rss;
  if (isNode(rdf)) return { items: nodes(rdf.item).map(rssItem), everyMinutes: everyMinutes(nodes(rdf.channel)[0] ?? {}) };
  if (!isNode(rss)) return 'the document is neither RSS nor Atom nor JSON Feed';
  const channel = nodes(rss.channel)[0] ?? {};
  return { items: [...nodes(channel.item), ...nodes(rss.item)].map(rssItem), everyMinutes: everyMinutes(channel) };
}

function rssItem(item: Node): Raw {
  const content = markup(item['content:encoded']);
  return {
    id: words(item.guid) || attribute(item, 'rdf:about'),
    title: htmlToText(markup(item.title)),
    link: words(item.link) || (/^https?:/.test(words(item.guid)) ? words(item.guid) : undefined),
    date: words(item.pubDate) || words(item['dc:date']) || undefined,
    body: htmlToText(content === '' ? markup(item.description) : content),
  };
}

function atomItem(entry: Node): Raw {
  const links = nodes(entry.link);
  const link = links.find((one) => ['', 'alternate'].includes(attribute(one, 'rel') ?? '')) ?? links[0];
  const content = atomText(entry.content);
  return {
    id: words(entry.id),
    title: atomText(entry.title),
    link: link === undefined ? undefined : decodeEntities(attribute(link, 'href') ?? ''),
    date: words(entry.published) || words(entry.updated) || undefined,
    body: content === '' ? atomText(entry.summary) : content,
  };
}

function atomText(value: unknown): string {
  const type = attribute(nodes(value)[0] ?? {}, 'type') ?? 'text';
  if (type === 'xhtml') return htmlToText(raw(value));
  return type === 'html' ? htmlToText(markup(value)) : markup(value);
}

function everyMinutes(channel: Node): number | null {
  const ttl = Number(words(channel.ttl) || Number.NaN);
  if (ttl > 0) return ttl;
  const period = MINUTES[words(channel['sy:updatePeriod']) as keyof typeof MINUTES];
  const times = Number(words(channel['sy:updateFrequency']) || 1);
  return period !== undefined && times > 0 ? Math.round(period / times) : null;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null;
}

/** However often an element stands there: a list; one with a text alone has it as `#text`. */
function nodes(value: unknown): Node[] {
  const all = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return all.map((one) => (isNode(one) ? one : { '#text': one }));
}

function attribute(node: Node, name: string): string | undefined {
  const value = node[`@_${name}`];
  return typeof value === 'string' ? value : undefined;
}

/** What stands between the tags, untouched. */
function raw(value: unknown): string {
  const text = nodes(value)[0]?.['#text'];
  return typeof text === 'string' ? text : '';
}

/** What it means as characters: CDATA as it is, entities decoded once. */
function markup(value: unknown): string {
  const parts: string[] = [];
  const text = raw(value);
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

function words(value: unknown): string {
  return oneLine(markup(value));
}
