import { pageOf } from '../words/facts.ts';
import { type Feed, type FeedEvent, textOf, titleOf, updatedOf } from './feed.ts';

/** RFC 4287. */
export function atomFeed(feed: Feed): string {
  const url = xmlText(feed.url);
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<id>${url}</id>
<title>${xmlText(feed.title)}</title>
<link rel="self" type="application/atom+xml" href="${url}"/>
<updated>${updatedOf(feed)}</updated>
<author><name>Inaugural</name></author>
${feed.events.map(entry).join('')}</feed>
`;
}

function entry(event: FeedEvent): string {
  const { id, type, recordedAt, data } = event;
  return `<entry>
<id>urn:uuid:${xmlText(id)}</id>
<title>${xmlText(titleOf(event))}</title>
<link rel="alternate" type="text/html" href="${xmlText(pageOf(data))}"/>
<published>${xmlText(recordedAt)}</published>
<updated>${xmlText(recordedAt)}</updated>
<category term="${xmlText(type)}"/>
<content type="text">${xmlText(textOf(event))}</content>
</entry>
`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text for an element or an attribute. What XML 1.0 has no way to write is left out: one such character makes a feed unreadable. */
export function xmlText(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"']/g, (character) => ENTITIES[character]!)
    .replaceAll('\r', '&#13;');
}
