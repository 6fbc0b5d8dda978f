import { links } from '../links.ts';

type Filter = Record<string, string | undefined>;

/** What feed readers find in the head of a page. */
export function feedsOf(filter: Filter, name: string) {
  return [
    { type: 'application/atom+xml', title: `${name}: Atom`, href: links.feed('events.atom', filter) },
    { type: 'application/feed+json', title: `${name}: JSON feed`, href: links.feed('events.json', filter) },
    { type: 'text/calendar', title: `${name}: first flights`, href: links.feed('launches.ics', filter) },
  ];
}

/** The same as links, and where to get alerts. */
export function FeedLinks({ filter }: { filter: Filter }) {
  return (
    <>
      <a href={links.subscribe(filter)}>Get alerts</a> · <a href={links.feed('events.atom', filter)}>Atom feed</a> ·{' '}
      <a href={links.feed('events.json', filter)}>JSON feed</a> · <a href={links.feed('launches.ics', filter)}>Calendar</a>
    </>
  );
}
