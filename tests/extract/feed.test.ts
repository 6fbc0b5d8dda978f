import { describe, expect, test } from 'vitest';
import { type FeedItem, readFeed } from '../../src/extract/feeds/feed.ts';

const read = (text: string | Uint8Array, type?: string) =>
  readFeed(typeof text === 'string' ? Buffer.from(text) : text, type, 'https://news.example/feeds/all');
function feed(text: string | Uint8Array, type?: string): { items: FeedItem[]; everyMinutes: number | null } {
  const found = read(text, type);
  if (!found.ok) throw new Error(found.fault);
  return { ...found.feed, items: [...found.feed.items] };
}
const rss = (items: string, channel = '') => `<?xml version="1.0"?><rss version="2.0"><channel>${channel}${items}</channel></rss>`;

const WHOLE = [
  [
    'RSS 2.0',
    rss(
      '<item><guid isPermaLink="false">n1</guid><title>Oslo &amp; Baku</title><link>https://news.example/1?a=1&amp;b=2</link><pubDate>Mon, 02 Mar 2026 23:30:00 +0500</pubDate><description>&lt;p&gt;Flights begin.&lt;/p&gt;&lt;p&gt;In May &amp;amp; June.&lt;/p&gt;</description></item>',
    ),
  ],
  [
    'RSS 0.91 with the document type of its time',
    '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel><item><guid>n1</guid><title>Oslo &amp; Baku</title><link>/1?a=1&amp;b=2</link><pubDate>2 Mar 26 23:30 EST</pubDate><description><![CDATA[Flights begin.<br>In May &amp; June.]]></description></item></channel></rss>',
  ],
  [
    'RSS 1.0',
    '<rdf:RDF xmlns:rdf="x" xmlns:dc="y"><channel/><item rdf:about="n1"><title>Oslo &amp; Baku</title><link>/1?a=1&amp;b=2</link><dc:date>2026-03-02T23:30:00+05:00</dc:date><description>Flights begin.&lt;br/&gt;In May &amp;amp; June.</description></item></rdf:RDF>',
  ],
  [
    'RSS with the whole content beside a description',
    rss(
      '<item><guid>n1</guid><title>Oslo &amp; Baku</title><link>/1?a=1&amp;b=2</link><pubDate>02 Mar 2026 10:00:00 GMT</pubDate><description>Short</description><content:encoded><![CDATA[<script>if (a</b) {}</script><h2>Flights <b>begin</b>.</h2><!-- <p> --><p>In May &amp; June.</p>]]></content:encoded></item>',
    ),
  ],
  [
    'Atom with HTML',
    '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>n1</id><title>Oslo &amp; Baku</title><link rel="self" href="/self"/><link href="/1?a=1&amp;b=2"/><published>2026-03-02T23:30:00+05:00</published><updated>2026-04-01T00:00:00Z</updated><summary>Short</summary><content type="html">&lt;p&gt;Flights begin.&lt;/p&gt;In May &amp;amp; June.</content></entry></feed>',
  ],
  [
    'Atom with XHTML',
    '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>n1</id><title type="html">Oslo &amp;amp; Baku</title><link rel="alternate" href="/1?a=1&amp;b=2"/><updated>2026-03-02T23:30:00Z</updated><content type="xhtml"><div><p>Flights begin.</p><p>In May &amp; June.</p></div></content></entry></feed>',
  ],
  [
    'JSON Feed',
    '{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"n1","title":"Oslo & Baku","url":"/1?a=1&b=2","date_published":"2026-03-02T23:30:00+05:00","content_html":"<p>Flights begin.</p><p>In May &amp; June.</p>"}]}',
  ],
] as const;

test.each(WHOLE)('an item of %s is its title, its link, its own date and its text', (_name, text) => {
  const item = {
    id: 'n1',
    title: 'Oslo & Baku',
    link: 'https://news.example/1?a=1&b=2',
    publishedOn: '2026-03-02',
    text: 'Oslo & Baku\nFlights begin.\nIn May & June.',
  };
  expect(feed(text).items).toMatchObject([item]);
});

describe('what identifies an item', () => {
  test('is its link where it has no id', () => {
    expect(feed(rss('<item><title>A</title><link>/7</link></item>')).items[0]!.id).toBe('https://news.example/7');
  });

  test('is what it says where it has neither, the same each time and another for other words', () => {
    const idOf = (title: string) => feed(rss(`<item><title>${title}</title></item>`)).items[0]!.id;
    expect(idOf('A')).toMatch(/^sha256:/);
    expect(idOf('A')).toBe(idOf('A'));
    expect(idOf('A')).not.toBe(idOf('B'));
  });

  test('counts once in a feed, and stays short', () => {
    const guid = `<guid>${'x'.repeat(5000)}</guid>`;
    const { items } = feed(rss(`<item>${guid}<title>A</title></item><item>${guid}<title>B</title></item>`));
    expect(items.map((item) => [item.title, item.id.length])).toEqual([['A', 71]]);
  });
});

test('control characters and half characters are in no field', () => {
  const text =
    '{"version":"https://jsonfeed.org/version/1","items":[{"id":"a\\u0000\\ud800","title":"b\\u0000\\ud800","content_text":"c\\u0007\\udc00"}]}';
  expect(feed(text).items[0]).toMatchObject({ id: 'a \ufffd', title: 'b \ufffd', text: 'b \ufffd\nc \ufffd' });
});

test.each([
  ['javascript:alert(1)', null],
  [`https://news.example/${'x'.repeat(2000)}`, null],
  ['//other.example/1', 'https://other.example/1'],
])('a link %s is %s', (written, link) => {
  expect(feed(rss(`<item><title>A</title><link>${written}</link></item>`)).items[0]!.link).toBe(link);
});

test.each([
  ['Tue, 02 Mar 2026 09:00:00 GMT', '2026-03-02'],
  ['2 Mar 2026 09:00 +0000', '2026-03-02'],
  ['2026-03-02', '2026-03-02'],
  ['2026-03-02 23:59:00', '2026-03-02'],
  ['2026-03-02T99:99:99Z', '2026-03-02'],
  ['2026-02-30T10:00:00Z', null],
  ['yesterday', null],
])('the date "%s" is %s', (written, date) => {
  expect(feed(rss(`<item><title>A</title><pubDate>${written}</pubDate></item>`)).items[0]!.publishedOn).toBe(date);
});

test.each([
  ['<ttl>45</ttl>', 45],
  ['<ttl>soon</ttl>', null],
  ['<ttl>-5</ttl>', null],
  ['<sy:updatePeriod> hourly </sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>', 30],
  ['<sy:updatePeriod>daily</sy:updatePeriod>', 1440],
  ['', null],
])('a feed with "%s" wants to be asked every %s minutes', (channel, minutes) => {
  expect(feed(rss('', channel)).everyMinutes).toBe(minutes);
});

const GREEK = '<rss><channel><item><title>Αθήνα</title></item></channel></rss>';
const windows1251 = Buffer.concat([
  Buffer.from('<?xml version="1.0" encoding="windows-1251"?><rss><channel><item><title>'),
  Buffer.from([0xc0, 0xeb, 0xec, 0xe0, 0xf2, 0xfb]),
  Buffer.from('</title></item></channel></rss>'),
]);
const latin1 = Buffer.from('<rss><channel><item><title>Málaga</title></item></channel></rss>', 'latin1');

test.each<[string, Uint8Array, string | undefined, string]>([
  ['its first bytes', Buffer.from(`\ufeff${GREEK}`, 'utf16le'), 'text/xml; charset=utf-8', 'Αθήνα'],
  ['a UTF-8 mark', Buffer.from(`\ufeff${GREEK}`), 'text/xml; charset=iso-8859-1', 'Αθήνα'],
  ['the header', latin1, 'application/rss+xml; charset="ISO-8859-1"', 'Málaga'],
  ['its XML declaration', windows1251, 'text/xml', 'Алматы'],
  ['nothing: UTF-8', Buffer.from(GREEK), undefined, 'Αθήνα'],
  ['a name that nobody knows: UTF-8', Buffer.from(GREEK), 'text/xml; charset=klingon', 'Αθήνα'],
])('the charset is told by %s', (_name, bytes, type, title) => {
  expect(feed(bytes, type).items[0]!.title).toBe(title);
});

const LAUGHS =
  '<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]><rss><channel><item><title>&lol2;</title></item></channel></rss>';

test.each([
  ['an empty body', '', /empty/],
  ['a page', '<html><body><p>Hi</p></body></html>', /web page/],
  ['another document', '<svg><title>Hi</title></svg>', /neither RSS nor Atom/],
  ['a feed that is cut off', rss('<item><title>A</title></item>').slice(0, -20), /not well-formed/],
  ['tags that cross', '<rss><channel></rss></channel>', /not well-formed/],
  ['half of a JSON document', '{"version": "https://jsonfeed.org/version/1", "items": [', /not valid JSON/],
  ['JSON that is no feed', '{"items": []}', /no feed/],
  ['entities that multiply', LAUGHS, /entities of its own/],
  [
    'a file of the server as an entity',
    '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><rss><channel/></rss>',
    /entities of its own/,
  ],
  ['a tag without an end', rss('<item><title>A</title></item><a b="c'), /not well-formed/],
  ['an attribute without a value', rss('<item a><title>A</title></item>'), /not well-formed/],
  ['a comment without an end', rss('<!-- <item><title>A</title></item>'), /not well-formed/],
  ['a document type without an end', `<!DOCTYPE rss [${rss('')}`, /not well-formed/],
  ['words before the root', `words ${rss('')}`, /not well-formed/],
  ['a page of tags that nobody closes', '<!DOCTYPE html>\n<html><body><p>Hi<br></body></html>', /web page/],
])('%s is refused in a sentence', (_name, text, fault) => {
  const found = read(text);
  expect(found.ok ? '' : found.fault).toMatch(fault);
});

test('names that nobody declared stay as they are, and what is no markup is text', () => {
  const html = '&lt;p&gt;&amp;nope; 3 &amp;lt; 4 &lt; 5&lt;/p&gt;&amp;#0;&amp;#x41;&amp;eacute;';
  expect(feed(rss(`<item><title>A</title><description>${html}</description></item>`)).items[0]!.text).toBe('A\n&nope; 3 < 4 < 5\nAé');
});

test.each([
  ['elements that are left open', rss(`<item><title>A</title><description>${'&lt;script&gt;&lt;'.repeat(50_000)}</description></item>`)],
  ['comments that are left open', rss(`<item><title>A</title><description>${'&lt;!--'.repeat(100_000)}</description></item>`)],
  ['elements 5,000 deep', rss(`<item><title>A</title></item>${'<a>'.repeat(5000)}${'</a>'.repeat(5000)}`)],
  ['an element named as a part of the language', rss('<__proto__><title>x</title></__proto__><item><title>A</title></item>')],
  ['attributes that hold the ends of tags', rss(`<item a="/>" b='"></item>'\n c = "d" ><title a=">">A</title ></item>`)],
  ['comments and instructions that hold tags', `<?a <b>?><!-- <c> -->${rss('<!-- <d> --><?e </channel>?><item><title>A</title></item>')}`],
  [
    'a CDATA section that holds the end of the item',
    rss('<item><title>A</title><description><![CDATA[</item><item>]]></description></item>'),
  ],
  ['items within the words of another', rss('<item><title>A</title><description><item><title>B</title></item></description></item>')],
  ['a feed with something behind it', `${rss('<item><title>A</title></item>')}<!-- made in 3 ms --><p>`],
  ['a document type with parts of its own', `<!DOCTYPE rss [<!ELEMENT rss ANY>]>${rss('<item><title>A</title></item>')}`],
  ['ten thousand times the same item', rss('<item><title>A</title><description>b</description></item>'.repeat(10_000))],
  ['items without a word', rss('<item/><item><title/></item><item><title>A</title></item>')],
])('%s are read like any other', (_name, text) => {
  expect(feed(text).items.map((item) => item.title)).toEqual(['A']);
});
