import { addDays } from '../../src/domain/dates.ts';

/** What one item of a feed tells. */
export interface Story {
  id: string;
  /** The same for stories that announce the same; null: it announces nothing. */
  statement: string | null;
  title: string;
  body: string;
}

/** A story as a feed shows it now. */
interface Entry {
  story: Story;
  guid: string;
  link: string;
  date: Date;
  /** So often it was edited. */
  edition: number;
}

export interface Feed {
  name: string;
  format: 'rss' | 'rdf' | 'atom' | 'json';
  /** The newest, as many as it shows. */
  entries: Entry[];
  shows: number;
  /** Every guid that it ever gave to a story, by the story's id. */
  guids: Map<string, Set<string>>;
  /** Counts its changes. */
  version: number;
  /** Fills each item with so many bytes that tell nothing. */
  filler: number;
  wants: string;
}

type Random = (below: number) => number;

const AIRPORTS =
  'ALA NQZ LHE KHI ISB IST DXB LHR JFK DEL BOM SIN HKG ICN NRT SYD CDG FRA AMS MAD FCO WAW VIE ZRH CPH OSL ARN HEL ATH LIS'.split(' ');
const AIRLINES = [
  ['SCAT Airlines', 'DV'],
  ['Air Astana', 'KC'],
  ['FlyArystan', 'FS'],
  ['Pakistan International Airlines', 'PK'],
  ['Turkish Airlines', 'TK'],
  ['Emirates', 'EK'],
  ['British Airways', 'BA'],
  ['IndiGo', '6E'],
  ['Singapore Airlines', 'SQ'],
  ['Lufthansa', 'LH'],
  ['KLM', 'KL'],
  ['LOT Polish Airlines', 'LO'],
] as const;
const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** Stories that the reader takes for one announcement each, no two of which say the same, unless they are meant to; and some that say nothing. */
export function storyteller(random: Random): { next: () => Story; again: (story: Story) => Story } {
  const told = new Set<string>();
  let count = 0;
  const id = (): string => {
    count += 1;
    return `s${count}`;
  };
  return {
    next() {
      if (random(6) === 0) return { id: id(), statement: null, title: 'Airport opens a new café', body: 'Its coffee is said to be good.' };
      for (;;) {
        const [origin, destination] = [AIRPORTS[random(AIRPORTS.length)]!, AIRPORTS[random(AIRPORTS.length)]!];
        const [airline, code] = AIRLINES[random(AIRLINES.length)]!;
        const day = addDays('2028-01-01', random(360));
        const statement = [[origin, destination].sort().join('-'), code, day].join(' ');
        if (origin === destination || told.has(statement)) continue;
        told.add(statement);
        const [, month, date] = day.split('-').map(Number);
        const on = `${date} ${MONTHS[month! - 1]} 2028`;
        return {
          id: id(),
          statement,
          title: `${airline} to start ${origin}–${destination} flights on ${on}`,
          body: `${airline} (${code}) said it will launch flights from ${origin} to ${destination} on ${on}.`,
        };
      }
    },
    again: (story) => ({ ...story, id: id() }),
  };
}

/** Puts a story at the top; if there are too many, the oldest falls out, wherever it stands. */
export function publish(feed: Feed, story: Story, date: Date, guid = `tag:${story.id}`): void {
  remember(feed, story, guid);
  feed.entries.unshift({ story, guid, link: `https://news.example/${story.id}`, date, edition: 0 });
  if (feed.entries.length > feed.shows) {
    const oldest = feed.entries.reduce((found, one) => (one.date < found.date ? one : found));
    feed.entries.splice(feed.entries.indexOf(oldest), 1);
  }
  feed.version += 1;
}

/** Edits, moves or renames an item that is shown, or puts the items into another order. */
export function meddle(feed: Feed, random: Random): void {
  const entry = feed.entries[random(feed.entries.length)];
  if (entry === undefined) return;
  feed.version += 1;
  const how = random(4);
  if (how === 0) entry.edition += 1;
  else if (how === 1) entry.link = `https://news.example/${entry.story.id}?v=${feed.version}`;
  else if (how === 2) {
    entry.guid = `${entry.guid}+`;
    remember(feed, entry.story, entry.guid);
  } else {
    const other = random(feed.entries.length);
    feed.entries[feed.entries.indexOf(entry)] = feed.entries[other]!;
    feed.entries[other] = entry;
  }
}

function remember(feed: Feed, story: Story, guid: string): void {
  const guids = feed.guids.get(story.id) ?? new Set();
  feed.guids.set(story.id, guids.add(guid));
}

export function write(feed: Feed): string {
  const filler = '<p>And more that tells nothing of flights. </p>'.repeat(Math.ceil(feed.filler / 45));
  const parts = feed.entries.map((entry) => {
    const edited = entry.edition === 0 ? '' : `<p>Edited ${entry.edition} times.</p>`;
    const html = `<p>${entry.story.body}</p>${edited}${filler}`;
    return { ...entry, title: entry.story.title, html, escaped: escaped(html), iso: entry.date.toISOString() };
  });
  switch (feed.format) {
    case 'json':
      return JSON.stringify({
        version: 'https://jsonfeed.org/version/1.1',
        title: feed.name,
        items: parts.map((one) => ({ id: one.guid, url: one.link, title: one.title, content_html: one.html, date_published: one.iso })),
      });
    case 'atom':
      return `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>${feed.name}</title>${parts
        .map(
          (one) =>
            `<entry><id>${one.guid}</id><title>${one.title}</title><link href="${one.link}"/><published>${one.iso}</published><content type="html">${one.escaped}</content></entry>`,
        )
        .join('\n')}</feed>`;
    case 'rdf':
      return `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><channel>${feed.wants}</channel>${parts
        .map(
          (one) =>
            `<item rdf:about="${one.guid}"><title>${one.title}</title><link>${one.link}</link><dc:date>${one.iso}</dc:date><description>${one.escaped}</description></item>`,
        )
        .join('\n')}</rdf:RDF>`;
    default:
      return `<?xml version="1.0"?><rss version="2.0"><channel><title>${feed.name}</title>${feed.wants}${parts
        .map(
          (one) =>
            `<item><guid isPermaLink="false">${one.guid}</guid><title>${one.title}</title><link>${one.link}</link><pubDate>${one.date.toUTCString()}</pubDate><description><![CDATA[${one.html}]]></description></item>`,
        )
        .join('\n')}</channel></rss>`;
  }
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
