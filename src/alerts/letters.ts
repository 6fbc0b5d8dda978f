import type { EventType, PlaceKind, RouteStatus } from '../domain/vocabulary.ts';
import { historyOf, pageOf, routeLine, sourceOf } from '../words/facts.ts';
import { count, dayText, TYPE_WORDS } from '../words/phrases.ts';
import { plain, webLink } from '../words/plain.ts';
import { type AlertItem, GROUPS, type Group, pairOf, type Told, tell } from '../words/tell.ts';
import { type Block, type Line, linked, type Part, renderHtml, renderText } from './layout.ts';
import type { Letter } from './mailer.ts';

export interface LetterLinks {
  /** The page on which a reader stops the mails. */
  unsubscribe: string;
  /** Where a mail program posts to stop them (RFC 8058). */
  oneClick: string;
  web: string;
}

/** More alerts than these are only counted. */
const MOST = 50;

/** One alert in full, or several as a digest. */
export function alertLetter(items: readonly AlertItem[], to: string, filterText: string, links: LetterLinks, messageId: string): Letter {
  const [first] = items;
  const written = items.length === 1 && first !== undefined ? single(first) : digest(items, links);
  const blocks: Block[] = [
    ...written.blocks,
    { kind: 'small', line: [`You get this mail because you asked for alerts about: ${plain(filterText, 300)}.`] },
    { kind: 'small', line: [linked('Stop these mails', links.unsubscribe)] },
    { kind: 'small', line: ['Inaugural, ', bare(links.web)] },
  ];
  return letter(to, written.subject, blocks, messageId, listHeaders(links));
}

/** Asks the reader of a mailbox whether alerts are wanted there. */
export function confirmationLetter(to: string, filterText: string, links: { confirm: string; web: string }, messageId: string): Letter {
  return letter(
    to,
    'Confirm your route alerts',
    [
      { kind: 'lead', line: ['Do you want route alerts at this address?'] },
      { kind: 'line', line: [`Somebody, presumably you, asked for alerts about: ${plain(filterText, 300)}.`] },
      { kind: 'button', line: [linked('Yes, send me these alerts', links.confirm)] },
      { kind: 'line', line: ['If it was not you, do nothing: without your yes no alert is sent.'] },
      { kind: 'small', line: ['Inaugural, ', bare(links.web)] },
    ],
    messageId,
    {},
  );
}

/** Shows that mails arrive, and how they can be stopped. */
export function testLetter(to: string, filterText: string, links: LetterLinks, messageId: string): Letter {
  return letter(
    to,
    'A test of your route alerts',
    [
      { kind: 'lead', line: ['This is a test: your route alerts arrive here.'] },
      { kind: 'line', line: [`They are about: ${plain(filterText, 300)}.`] },
      { kind: 'small', line: [linked('Stop these mails', links.unsubscribe)] },
      { kind: 'small', line: ['Inaugural, ', bare(links.web)] },
    ],
    messageId,
    listHeaders(links),
  );
}

/** Tells the owner of a subscription that it was switched off. `since`: when that was. */
export function disabledNotice(
  to: string,
  facts: { target: string; since: string; reason: string; pending: number; manage: string },
  messageId: string,
): Letter {
  const target = plain(facts.target, 300);
  // The path of a webhook is often its secret, and subjects are read over shoulders.
  const short = URL.canParse(target) && new URL(target).host !== '' ? new URL(target).host : target;
  const waiting =
    facts.pending === 0 ? 'No alert is waiting.' : `${count(facts.pending, 'alert')} ${facts.pending === 1 ? 'is' : 'are'} waiting for it.`;
  return letter(
    to,
    `Your alerts to ${plain(short, 100)} are switched off`,
    [
      { kind: 'lead', line: [`Alerts to ${plain(short, 100)} are switched off since ${momentText(facts.since)}.`] },
      { kind: 'line', line: [plain(facts.reason, 300)] },
      { kind: 'line', line: [`Address: ${target}`] },
      { kind: 'line', line: [waiting] },
      { kind: 'button', line: [linked('Look at the subscription', facts.manage)] },
      { kind: 'small', line: ['You get this mail because this address is the contact of the subscription.'] },
    ],
    messageId,
    {},
  );
}

/** A filter in words: `every route of Kazakhstan, all events`. Names, not codes. */
export function describeFilter(filter: {
  types: readonly EventType[];
  statuses: readonly RouteStatus[];
  place: { name: string; kind: PlaceKind } | null;
  airline: string | null;
}): string {
  const airline = filter.airline === null ? '' : ` of ${plain(filter.airline, 60)}`;
  const joint = filter.place?.kind === 'country' && airline === '' ? 'of' : 'from or to';
  const place = filter.place === null ? '' : ` ${joint} ${plain(filter.place.name, 60)}`;
  const statuses = filter.statuses.length === 0 ? '' : ` that is ${listed(filter.statuses, 'or')}`;
  const types =
    filter.types.length === 0
      ? 'all events'
      : `only ${listed(
          filter.types.map((type) => TYPE_WORDS[type]),
          'and',
        )}`;
  return `every route${airline}${place}${statuses}, ${types}`;
}

function listed(words: readonly string[], joint: 'and' | 'or'): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${joint} ${words.at(-1)}`;
}

function letter(to: string, subject: string, blocks: readonly Block[], messageId: string, headers: Record<string, string>): Letter {
  return { to, subject, text: renderText(blocks), html: renderHtml(subject, blocks), messageId, headers };
}

function single(item: AlertItem): { subject: string; blocks: Block[] } {
  const { data } = item;
  const told = tell(item);
  const lines: Line[] = [...told.changes.map((change): Line => [change]), ...sourceLine(item, true), [routeLine(data)]];
  const history = historyOf(data);
  if (history !== '') lines.push([history]);
  if (!('reason' in data)) lines.push([`Dates are local to ${plain(data.origin.name, 60)}.`]);
  lines.push([linked('The route in the register', pageOf(data))]);
  return {
    subject: told.subject,
    blocks: [{ kind: 'lead', line: [told.sentence] }, ...lines.map((line): Block => ({ kind: 'line', line }))],
  };
}

/** Who said it, when, and in which words. */
function sourceLine(item: AlertItem, full: boolean): Line[] {
  const source = sourceOf(item);
  if (source !== undefined) return [[source.before, linked(source.name, source.url), full ? source.after : '']];
  const { data } = item;
  return 'reason' in data || data.lastAnnouncedOn === null || !full ? [] : [[`Last statement: ${dayText(data.lastAnnouncedOn)}`]];
}

const GROUP_WORDS: Record<Group, [heading: string, inSubject: string]> = {
  launched: ['Launched', 'launched'],
  overdue: ['Overdue', 'overdue'],
  due: ['Due', 'due'],
  moved: ['Moved', 'moved'],
  changed: ['Cancelled, suspended and other changes', 'changed'],
  announced: ['Announced', 'announced'],
  approaching: ['Coming up', 'coming up'],
};

function digest(items: readonly AlertItem[], links: LetterLinks): { subject: string; blocks: Block[] } {
  const told = items.map((item) => ({ item, told: tell(item) }));
  const byGroup = GROUPS.map((group) => ({ group, members: told.filter((one) => one.told.group === group) })).filter(
    ({ members }) => members.length > 0,
  );
  const counts = byGroup
    .toSorted((a, b) => b.members.length - a.members.length)
    .map(({ group, members }) => `${members.length.toLocaleString('en-GB')} ${groupWord(group, members)}`);
  const subject = `${count(items.length, 'route alert')}: ${counts.join(', ')}`;

  const blocks: Block[] = [{ kind: 'lead', line: [subject] }];
  let room = MOST;
  for (const { group, members } of byGroup) {
    if (room === 0) break;
    const shown = members.slice(0, room);
    room -= shown.length;
    blocks.push({ kind: 'heading', line: [GROUP_WORDS[group][0]] });
    blocks.push(...shown.map((one) => entry(one.item, one.told)));
  }
  if (items.length > MOST) {
    blocks.push({ kind: 'line', line: [`and ${(items.length - MOST).toLocaleString('en-GB')} more: `, bare(links.web)] });
  }
  return { subject, blocks };
}

function groupWord(group: Group, members: readonly { item: AlertItem }[]): string {
  const cancelled = group === 'changed' && members.every(({ item }) => item.data.status === 'cancelled');
  return cancelled ? 'cancelled' : GROUP_WORDS[group][1];
}

function entry(item: AlertItem, told: Told): Block {
  const [source] = sourceLine(item, false);
  const details: Line[] = told.changes.map((change): Line => [change]);
  if (source !== undefined) details.push(source);
  const second = details.flatMap((line, index): Line => (index === 0 ? line : ['. ', ...line]));
  const link = linked(pairOf(item.data), pageOf(item.data));
  return { kind: 'item', lines: [[told.sentence], [...second, ...(second.length === 0 ? [] : ['. ']), 'Route: ', link]] };
}

function listHeaders(links: LetterLinks): Record<string, string> {
  const oneClick = webLink(links.oneClick);
  const host = URL.canParse(links.web) ? new URL(links.web).hostname.replace(/[^a-z0-9.-]+/gi, '') : '';
  return {
    'List-Id': `Route alerts <alerts.${host || 'localhost'}>`,
    ...(oneClick === null ? {} : { 'List-Unsubscribe': `<${oneClick}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
  };
}

/** `8 July 2023`, and the minute where one is given. */
function momentText(dateOrInstant: string): string {
  const minute = /T(\d{2}:\d{2})/.exec(dateOrInstant)?.[1];
  return minute === undefined ? dayText(dateOrInstant) : `${dayText(dateOrInstant)}, ${minute} UTC`;
}

/** A link that shows where it leads. */
function bare(url: string): Part {
  const href = webLink(url);
  return href === null ? plain(url) : { text: href, href };
}
