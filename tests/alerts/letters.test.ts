import { describe, expect, test } from 'vitest';
import { alertLetter, confirmationLetter, describeFilter, disabledNotice } from '../../src/alerts/letters.ts';
import { EVENT_TYPES } from '../../src/domain/vocabulary.ts';
import type { AlertItem } from '../../src/words/tell.ts';
import { flag, reminder, statement } from './facts.ts';

const LINKS = {
  unsubscribe: 'https://routes.example/unsubscribe?token=abc',
  oneClick: 'https://routes.example/unsubscribe/one-click?token=abc',
  web: 'https://routes.example',
};
const FILTER = 'every route of Kazakhstan, all events';

function letterOf(...items: AlertItem[]) {
  return alertLetter(items, 'reader@example.org', FILTER, LINKS, '<b1@routes.example>');
}

function unwrapped(text: string): string {
  return text.replace(/\n+/g, ' ');
}

/** A paragraph of the text part without its line breaks. */
function paragraph(text: string, number: number): string {
  return text.split('\n\n')[number]!.replace(/\n/g, ' ');
}

const ANNOUNCED = 'route.announced';
const MOVED = 'route.launch_moved';
const STATUS = 'route.status_changed';
const LAUNCHED = 'route.launched';
const PAIR = 'Almaty–Lahore';
const WHO = 'Almaty–Lahore (SCAT Airlines)';

describe('an alert', () => {
  test.each<[AlertItem, subject: string, first: string, change: string | null]>([
    // Announced.
    [
      statement(ANNOUNCED, null, '2023-04'),
      `${PAIR} announced for April 2023 (SCAT Airlines)`,
      `${WHO} is announced for April 2023.`,
      null,
    ],
    [
      statement(ANNOUNCED, null, '2026-06/..'),
      `${PAIR} announced, to start from June 2026 (SCAT Airlines)`,
      `${WHO} is announced, to start from June 2026.`,
      null,
    ],
    [
      statement(ANNOUNCED, null, '../2023-12'),
      `${PAIR} announced, to start by the end of December 2023 (SCAT Airlines)`,
      `${WHO} is announced, to start by the end of December 2023.`,
      null,
    ],
    [statement(ANNOUNCED, null, null), `${PAIR} announced, no date given (SCAT Airlines)`, `${WHO} is announced; no date is given.`, null],
    [
      statement(ANNOUNCED, null, 'S27', { status: 'proposed' }),
      `${PAIR} proposed for the summer 2027 season (SCAT Airlines)`,
      `${WHO} is proposed for the summer 2027 season.`,
      null,
    ],
    [
      statement(ANNOUNCED, null, '2026-H1', { status: 'confirmed', airline: null }),
      `${PAIR} confirmed for the first half of 2026`,
      `${PAIR} is confirmed for the first half of 2026.`,
      null,
    ],
    [
      statement(ANNOUNCED, null, '2023-04-21', { reason: 'joined', source: null }),
      `${PAIR} announced for 21 April 2023 (SCAT Airlines)`,
      `Two entries of this route were joined: ${WHO} is announced for 21 April 2023.`,
      null,
    ],
    // Moved, in each of the ways.
    [
      statement(MOVED, '2023-04', '2023-05'),
      `${PAIR} slips to May 2023 (SCAT Airlines)`,
      `${WHO} slips to May 2023.`,
      'Slips by 31 days: April 2023 → May 2023',
    ],
    [
      statement(MOVED, '2023-04-30', '2023-05-01'),
      `${PAIR} slips to 1 May 2023 (SCAT Airlines)`,
      `${WHO} slips to 1 May 2023.`,
      'Slips by 1 day: 30 April 2023 → 1 May 2023',
    ],
    [
      statement(MOVED, '2023-04', '2023-06/..'),
      `${PAIR} slips to June 2023 or later (SCAT Airlines)`,
      `${WHO} slips to June 2023 or later.`,
      'Slips: April 2023 → from June 2023',
    ],
    [
      statement(MOVED, '2023-05', '2023-04'),
      `${PAIR} comes forward to April 2023 (SCAT Airlines)`,
      `${WHO} comes forward to April 2023.`,
      'Comes forward by 31 days: May 2023 → April 2023',
    ],
    [
      statement(MOVED, '2023-05', '../2023-04'),
      `${PAIR} comes forward, now by the end of April 2023 (SCAT Airlines)`,
      `${WHO} comes forward, now by the end of April 2023.`,
      'Comes forward by 31 days: May 2023 → by the end of April 2023',
    ],
    [
      statement(MOVED, '2023', '2023-04-21'),
      `${PAIR}: date firmed up to 21 April 2023, was 2023 (SCAT Airlines)`,
      `The date of ${WHO} is firmer now: 21 April 2023.`,
      'Firmed up: 2023 → 21 April 2023; its last day is 254 days earlier',
    ],
    [
      statement(MOVED, '2023-02/2023-03', '2023-03'),
      `${PAIR}: date firmed up to March 2023, was February–March 2023 (SCAT Airlines)`,
      `The date of ${WHO} is firmer now: March 2023.`,
      'Firmed up: February–March 2023 → March 2023; its last day stays the same',
    ],
    [
      statement(MOVED, '2026-06/..', '2026-08/..'),
      `${PAIR}: date firmed up, now from August 2026, was from June 2026 (SCAT Airlines)`,
      `The date of ${WHO} is firmer now: from August 2026.`,
      'Firmed up: from June 2026 → from August 2026',
    ],
    [
      statement(MOVED, '2023-03', '2023'),
      `${PAIR}: date loosened to 2023, was March 2023 (SCAT Airlines)`,
      `The date of ${WHO} is vaguer now: 2023.`,
      'Loosened: March 2023 → 2023; its last day is 275 days later',
    ],
    [
      statement(MOVED, '2023-03/2023-04', '2023-04/2023-05'),
      `${PAIR}: date shifted to April–May 2023, was March–April 2023 (SCAT Airlines)`,
      `The date of ${WHO} has shifted: April–May 2023.`,
      'Shifted: March–April 2023 → April–May 2023; its last day is 31 days later',
    ],
    [
      statement(MOVED, '../2023-05', '2023-04/..'),
      `${PAIR}: date shifted, now from April 2023, was by the end of May 2023 (SCAT Airlines)`,
      `The date of ${WHO} has shifted: from April 2023.`,
      'Shifted: by the end of May 2023 → from April 2023',
    ],
    // A date that comes or goes.
    [statement(MOVED, null, '2023-04'), `${PAIR} now has a date: April 2023 (SCAT Airlines)`, `${WHO} now has a date: April 2023.`, null],
    [
      statement(MOVED, '2023-04', null),
      `${PAIR}: date withdrawn, was April 2023 (SCAT Airlines)`,
      `The date of ${WHO} is withdrawn; it was promised for April 2023.`,
      'Promise: April 2023 → no date',
    ],
    [
      statement(MOVED, '2023-04', null, { status: 'postponed' }),
      `${PAIR} postponed without a new date, was April 2023 (SCAT Airlines)`,
      `${WHO} is postponed without a new date; it was promised for April 2023.`,
      'Promise: April 2023 → no date',
    ],
    // A statement taken back did not slip and does not come forward.
    [
      statement(MOVED, '2023-05', '2023-04', { reason: 'retraction' }),
      `${PAIR} now promised for April 2023; a statement was taken back`,
      `A statement was taken back: ${WHO} is now promised for April 2023.`,
      'Promise: May 2023 → April 2023',
    ],
    [
      statement(MOVED, '2023-05', null, { reason: 'retraction' }),
      `${PAIR}: date withdrawn, was May 2023; a statement was taken back`,
      `A statement was taken back: the date of ${WHO} is withdrawn; it was promised for May 2023.`,
      'Promise: May 2023 → no date',
    ],
    // The flight of a flying route is dated anew; a promise after a stop or a cancellation is no slip.
    [
      statement(MOVED, '2023-07-08', '2023-07-09', { status: 'launched', statusBefore: 'launched', launchedOn: '2023-07-09' }),
      `${PAIR}: first flight now dated 9 July 2023, was 8 July 2023 (SCAT Airlines)`,
      `The first flight of ${WHO} is now dated 9 July 2023.`,
      'First flight: 8 July 2023 → 9 July 2023',
    ],
    [
      statement(MOVED, '2023-07-08', '2024-05', { statusBefore: 'suspended' }),
      `${PAIR} is to resume: announced for May 2024 (SCAT Airlines)`,
      `${WHO} is to resume: announced for May 2024.`,
      'Status: suspended → announced',
    ],
    [
      statement(MOVED, '2023-04', '2023-05', { statusBefore: 'cancelled' }),
      `${PAIR} is back on: announced for May 2023 (SCAT Airlines)`,
      `${WHO} is back on: announced for May 2023.`,
      'Promise: April 2023 → May 2023',
    ],
    [
      statement(MOVED, '2023-07-08', '2023-05', { statusBefore: 'launched', reason: 'retraction' }),
      `${PAIR} no longer counts as launched: announced for May 2023; a statement was taken back`,
      `A statement was taken back: ${WHO} no longer counts as launched: announced for May 2023.`,
      'Status: launched → announced',
    ],
    // The status alone.
    [
      statement(STATUS, '2023-04', '2023-04', { status: 'cancelled' }),
      `${PAIR} is cancelled; it was promised for April 2023 (SCAT Airlines)`,
      `${WHO} is cancelled; it was promised for April 2023.`,
      'Status: announced → cancelled',
    ],
    [
      statement(STATUS, '2023-07-08', '2023-07-08', { status: 'suspended', statusBefore: 'launched', launchedOn: '2023-07-08' }),
      `${PAIR} is suspended; it first flew on 8 July 2023 (SCAT Airlines)`,
      `${WHO} is suspended; it first flew on 8 July 2023.`,
      'Status: launched → suspended',
    ],
    [
      statement(STATUS, '2023-07', '2023-07', { status: 'ended', statusBefore: 'suspended' }),
      `${PAIR} is discontinued (SCAT Airlines)`,
      `${WHO} is discontinued.`,
      'Status: suspended → discontinued',
    ],
    [
      statement(STATUS, '2023-04', '2023-04', { status: 'confirmed' }),
      `${PAIR} is now confirmed, still for April 2023 (SCAT Airlines)`,
      `${WHO} is now confirmed, still for April 2023.`,
      'Status: announced → confirmed',
    ],
    [
      statement(STATUS, null, null, { status: 'postponed' }),
      `${PAIR} is now postponed, no date given (SCAT Airlines)`,
      `${WHO} is now postponed, no date given.`,
      'Status: announced → postponed',
    ],
    [
      statement(STATUS, '2023-04', null, { status: 'retracted', reason: 'retraction', announcementCount: 0 }),
      `${PAIR} is no longer claimed; its last statement was taken back`,
      `A statement was taken back: ${WHO} is no longer claimed; it was promised for April 2023.`,
      null,
    ],
    // A first flight: kept, late, of an unknown day, after a stop.
    [
      statement(LAUNCHED, '2023-05', '2023-07-08', { status: 'launched', launchedOn: '2023-07-08' }),
      `${PAIR} has launched (8 July 2023), 99 days after first promised`,
      `${WHO} has launched: first flight on 8 July 2023, 99 days after first promised.`,
      'Promised: May 2023; flown: 8 July 2023',
    ],
    [
      statement(LAUNCHED, '2023-05', '2023-05-03', { status: 'launched', launchedOn: '2023-05-03', slipCount: 0, slipDays: -28 }),
      `${PAIR} has launched (3 May 2023), no later than first promised`,
      `${WHO} has launched: first flight on 3 May 2023, no later than first promised.`,
      'Promised: May 2023; flown: 3 May 2023',
    ],
    [
      statement(LAUNCHED, '2023-05', '2023-07', { status: 'launched' }),
      `${PAIR} has launched (July 2023)`,
      `${WHO} has launched: first flight in July 2023.`,
      'Promised: May 2023; flown: July 2023',
    ],
    [
      statement(LAUNCHED, '2023-05', '2023-05', { status: 'launched' }),
      `${PAIR} has launched (SCAT Airlines)`,
      `${WHO} has launched; the day of the first flight is not said.`,
      'Status: announced → launched',
    ],
    [
      statement(LAUNCHED, '2023-05-03', '2024-05-03', { status: 'launched', statusBefore: 'suspended', launchedOn: '2024-05-03' }),
      `${PAIR} is flying again (3 May 2024)`,
      `${WHO} is flying again, since 3 May 2024.`,
      'Status: suspended → launched',
    ],
    // The calendar.
    [
      flag('route.launch_due', '2023-07-08'),
      `${PAIR}: due today (8 July 2023), no flight shown yet`,
      `${WHO} is due today, 8 July 2023; nobody has shown a flight yet.`,
      null,
    ],
    [
      flag('route.launch_due', '2023-04'),
      `${PAIR}: launch window open (April 2023), no flight shown yet`,
      `The launch window of ${WHO}, April 2023, opened on 1 April 2023; nobody has shown a flight yet.`,
      null,
    ],
    [
      flag('route.launch_due', '../2023-12'),
      `${PAIR}: launch window open (by the end of December 2023), no flight shown yet`,
      `The launch window of ${WHO}, by the end of December 2023, is open; nobody has shown a flight yet.`,
      null,
    ],
    [
      flag('route.launch_overdue', '2023-04'),
      `${PAIR}: overdue (April 2023), no first flight shown`,
      `${WHO} is overdue: its window (April 2023) closed on 30 April 2023, and nobody has shown a first flight.`,
      null,
    ],
    [
      flag('route.launch_overdue', '2023-07-08'),
      `${PAIR}: overdue (8 July 2023), no first flight shown`,
      `${WHO} is overdue: 8 July 2023 has passed, and nobody has shown a first flight.`,
      null,
    ],
    [reminder(7, '2023-07-08'), `${PAIR}: due in 7 days (8 July 2023)`, `${WHO} is due in 7 days, on 8 July 2023.`, null],
    [
      reminder(1, '2023-04'),
      `${PAIR}: launch window opens tomorrow (April 2023)`,
      `The launch window of ${WHO}, April 2023, opens tomorrow, on 1 April 2023.`,
      null,
    ],
    [
      reminder(30, 'S27'),
      `${PAIR}: launch window opens in 30 days (summer 2027 season)`,
      `The launch window of ${WHO}, the summer 2027 season, opens in 30 days, on 28 March 2027.`,
      null,
    ],
  ])('%#: $1', (item, subject, first, change) => {
    const { subject: written, text, html } = letterOf(item);
    expect(written).toBe(subject);
    expect(paragraph(text, 0)).toBe(first);
    const [second] = text.split('\n\n')[1]!.split('\n');
    if (change === null) expect(second).toMatch(/^(Source|Taken back|Last statement|Route): /);
    else expect(second).toBe(change);
    expect(html).toContain(first);
    expect(`${subject}${text}`).not.toMatch(/!|undefined|null|NaN| {2}|\(\)|\.\.|Promise: (.*) → \1\b/);
  });

  test('says who said it, how the promise went before, where to look and how to stop', () => {
    const { text, html, to, messageId, headers } = letterOf(statement(MOVED, '2023-04', '2023-05', { status: 'postponed' }));
    expect(text).toBe(`Almaty–Lahore (SCAT Airlines) slips to May 2023.

Slips by 31 days: April 2023 → May 2023
Status: announced → postponed
Source: Kazinform <https://inform.example/news/1>, 30 March 2023, “as they
put it”
Route: Almaty (ALA) – Lahore (LHE), SCAT Airlines (DV), 2 flights a week
17 statements since 11 November 2022; slipped 3 times, 99 days in all
The route in the register <https://routes.example/api/v1/routes/r1>

You get this mail because you asked for alerts about: every route of
Kazakhstan, all events.
Stop these mails <https://routes.example/unsubscribe?token=abc>
Inaugural, https://routes.example/
`);
    expect(html).toContain('<a class="link" href="https://inform.example/news/1">Kazinform</a>, 30 March 2023, “as they put it”');
    expect(html).toContain('href="https://routes.example/unsubscribe?token=abc"');
    expect(html).toContain('<meta name="color-scheme" content="light dark">');
    expect(html).not.toMatch(/<(table|img|script|link|iframe)/);
    expect({ to, messageId, headers }).toEqual({
      to: 'reader@example.org',
      messageId: '<b1@routes.example>',
      headers: {
        'List-Id': 'Route alerts <alerts.routes.example>',
        'List-Unsubscribe': '<https://routes.example/unsubscribe/one-click?token=abc>',
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      },
    });
  });

  test.each([
    [{ announcementCount: 1, slipCount: 0, slipDays: 0 }, '1 statement of 11 November 2022'],
    [{ announcementCount: 4, slipCount: 0, slipDays: null }, '4 statements since 11 November 2022'],
    [{ announcementCount: 4, slipCount: 0, slipDays: -3 }, '4 statements since 11 November 2022; no slip'],
    [
      { announcementCount: 4, slipCount: 0, slipDays: 12 },
      '4 statements since 11 November 2022; no slip, but 12 days later than first promised',
    ],
    [{ announcementCount: 4, slipCount: 1, slipDays: 1 }, '4 statements since 11 November 2022; slipped once, 1 day in all'],
    [{ announcementCount: 4, slipCount: 2, slipDays: null }, '4 statements since 11 November 2022; slipped twice'],
    [
      { announcementCount: 4, slipCount: 2, slipDays: 0 },
      '4 statements since 11 November 2022; slipped twice, yet no later than first promised',
    ],
    [{ announcementCount: 1234, slipCount: 3, firstAnnouncedOn: null }, '1,234 statements; slipped 3 times, 99 days in all'],
  ])('tells the history of %j', (facts, history) => {
    expect(unwrapped(letterOf(flag('route.launch_due', '2023-04', facts)).text)).toContain(` ${history} Dates are local to Almaty. `);
  });

  test.each([
    [{ name: 'Kazinform', url: null }, 'Source: Kazinform, 30 March 2023, “as they put it”'],
    [{ name: null, url: 'https://inform.example/1' }, 'Source: inform.example <https://inform.example/1>, 30 March 2023, “as they put it”'],
    [{ name: 'Kazinform', url: 'javascript:alert(1)' }, 'Source: Kazinform, 30 March 2023, “as they put it”'],
    [
      { name: 'Kazinform', url: 'https://bank.example@inform.example/1' },
      'Source: Kazinform <https://inform.example/1>, 30 March 2023, “as they put it”',
    ],
  ])('names the source %j', (source, line) => {
    expect(unwrapped(letterOf(statement(MOVED, '2023-04', '2023-05', { source })).text)).toContain(` ${line} Route: `);
  });

  test('quotes no words that were said about another window', () => {
    const wordsOf = (item: AlertItem) => /“.*”/.exec(unwrapped(letterOf(item).text))?.[0];
    expect(wordsOf(statement(LAUNCHED, '2023-05', '2023-07', { status: 'launched' }))).toBe('“as they put it”');
    expect(wordsOf(statement(LAUNCHED, '2023-05', '2023-05', { status: 'launched' }))).toBeUndefined();
    expect(wordsOf(statement(MOVED, '2023-05', '2023-04', { reason: 'retraction' }))).toBeUndefined();
  });

  test('says what was taken back', () => {
    const { text } = letterOf(statement(MOVED, '2023-05', '2023-04', { reason: 'retraction' }));
    expect(text).toContain('\nTaken back: the statement in Kazinform <https://inform.example/news/1>\n');
  });

  test.each(['\n', '\r\n', '\r', '\u2028', '\u0085', '\u202e', '\0'])(
    'lets nobody begin a line of it, or turn its letters, with %j',
    (sign) => {
      const place = { code: 'ALA', name: `A${sign}B`, country: 'KZ' };
      const { subject, text, html } = letterOf(
        statement(MOVED, '2023-04', '2023-05', { origin: place, source: { name: `C${sign}D`, url: null } }),
      );
      expect(subject).toMatch(/^A ?B–Lahore slips to May 2023/);
      expect(text).toMatch(/^A ?B–Lahore \(SCAT Airlines\) slips to May 2023\.\n/);
      expect(text).toMatch(/^Source: C ?D, 30 March 2023/m);
      expect(html).toMatch(/>Source: C ?D, 30 March 2023/);
    },
  );

  test('keeps to its columns, and its words to their length', () => {
    const name = 'Very long name '.repeat(40);
    const place = { code: 'ALA', name, country: 'KZ' };
    const { subject, text } = letterOf(statement(MOVED, '2023-04', '2023-05', { origin: place, destination: place }));
    expect(subject.length).toBeLessThanOrEqual(180);
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(76);
  });
});

describe('a digest', () => {
  const five = [
    flag('route.launch_due', '2023-07-08'),
    statement(MOVED, '2023-04', '2023-05'),
    statement(LAUNCHED, '2023-05', '2023-07-08', { status: 'launched', launchedOn: '2023-07-08' }),
    flag('route.launch_due', '2023-04'),
    statement(MOVED, '2023-04', '2023-06'),
  ];

  test('counts in its subject, and puts first what cannot wait', () => {
    const { subject, text, html, headers } = letterOf(...five);
    expect(subject).toBe('5 route alerts: 2 due, 2 moved, 1 launched');
    expect(text).toMatch(
      /^5 route alerts: 2 due, 2 moved, 1 launched\n\nLaunched\n--------\n\* Almaty–Lahore \(SCAT Airlines\) has launched/,
    );
    expect(text.match(/^(Launched|Due|Moved)$/gm)).toEqual(['Launched', 'Due', 'Moved']);
    expect(text).toContain(`* Almaty–Lahore (SCAT Airlines) slips to May 2023.
  Slips by 31 days: April 2023 → May 2023. Source: Kazinform
  <https://inform.example/news/1>. Route: Almaty–Lahore
  <https://routes.example/api/v1/routes/r1>
`);
    expect(html.match(/<h2 [^>]*>[^<]*/g)).toHaveLength(3);
    expect(headers).toHaveProperty('List-Unsubscribe');
  });

  test('has a place for every kind', () => {
    const items = [
      reminder(7, '2023-04'),
      statement(ANNOUNCED, null, '2023-04'),
      statement(STATUS, '2023-04', '2023-04', { status: 'cancelled' }),
      flag('route.launch_overdue', '2023-04'),
      ...five,
    ];
    const { subject, text } = letterOf(...items);
    expect(subject).toBe('9 route alerts: 2 due, 2 moved, 1 launched, 1 overdue, 1 cancelled, 1 announced, 1 coming up');
    const headings = text.split('\n').filter((_, index, lines) => /^-+$/.test(lines[index + 1] ?? ''));
    expect(headings).toEqual(['Launched', 'Overdue', 'Due', 'Moved', 'Cancelled, suspended and other changes', 'Announced', 'Coming up']);
    expect(new Set(items.map(({ type }) => type))).toEqual(new Set(EVENT_TYPES));
  });

  test('tells the fifty most urgent and counts the rest', () => {
    const items = [...Array.from({ length: 4_999 }, () => statement(MOVED, '2023-04', '2023-05')), flag('route.launch_overdue', '2023-04')];
    const { subject, text, html } = letterOf(...items);
    expect(subject).toBe('5,000 route alerts: 4,999 moved, 1 overdue');
    expect(text.match(/^\* /gm)).toHaveLength(50);
    expect(text.indexOf('overdue: its window')).toBeLessThan(text.indexOf('slips to'));
    expect(text).toContain('\nand 4,950 more: https://routes.example/\n');
    expect(html.length).toBeLessThan(60_000);
    expect(letterOf(...items.slice(0, 50)).text).not.toContain('more:');
  });
});

describe('the other letters', () => {
  test('ask before the first alert', () => {
    const links = { confirm: 'https://routes.example/confirm?token=abc', web: 'https://routes.example' };
    const { subject, text, html, headers } = confirmationLetter('reader@example.org', FILTER, links, '<c1@routes.example>');
    expect(subject).toBe('Confirm your route alerts');
    expect(text).toBe(`Do you want route alerts at this address?

Somebody, presumably you, asked for alerts about: every route of Kazakhstan,
all events.

Yes, send me these alerts <https://routes.example/confirm?token=abc>

If it was not you, do nothing: without your yes no alert is sent.

Inaugural, https://routes.example/
`);
    expect(html).toContain('href="https://routes.example/confirm?token=abc">Yes, send me these alerts</a>');
    expect(headers).toEqual({});
  });

  test('tell that a subscription was switched off, and keep a secret path out of the subject', () => {
    const facts = {
      target: 'https://hooks.example/secret',
      since: '2023-07-08T10:15:00.000Z',
      reason: 'The server answered 500 for five days.',
      pending: 4950,
      manage: 'https://routes.example/subscriptions/s1',
    };
    const { subject, text } = disabledNotice('owner@example.org', facts, '<d1@routes.example>');
    expect(subject).toBe('Your alerts to hooks.example are switched off');
    expect(text).toBe(`Alerts to hooks.example are switched off since 8 July 2023, 10:15 UTC.

The server answered 500 for five days.
Address: https://hooks.example/secret
4,950 alerts are waiting for it.

Look at the subscription <https://routes.example/subscriptions/s1>

You get this mail because this address is the contact of the subscription.
`);
    const one = disabledNotice('owner@example.org', { ...facts, target: 'reader@example.org', since: '2023-07-08', pending: 1 }, '<d@x>');
    expect(one.subject).toBe('Your alerts to reader@example.org are switched off');
    expect(unwrapped(one.text)).toContain(' since 8 July 2023. ');
    expect(one.text).toContain('\n1 alert is waiting for it.\n');
    expect(disabledNotice('owner@example.org', { ...facts, pending: 0 }, '<d@x>').text).toContain('\nNo alert is waiting.\n');
  });
});

describe('a filter', () => {
  const all = { types: [], statuses: [], place: null, airline: null };
  test.each<[Parameters<typeof describeFilter>[0], string]>([
    [all, 'every route, all events'],
    [{ ...all, place: { name: 'Kazakhstan', kind: 'country' } }, 'every route of Kazakhstan, all events'],
    [{ ...all, place: { name: 'Almaty', kind: 'airport' } }, 'every route from or to Almaty, all events'],
    [{ ...all, airline: 'SCAT Airlines' }, 'every route of SCAT Airlines, all events'],
    [
      { types: ['route.launched'], statuses: [], place: { name: 'Kazakhstan', kind: 'country' }, airline: 'SCAT Airlines' },
      'every route of SCAT Airlines from or to Kazakhstan, only launches',
    ],
    [
      { ...all, types: ['route.announced', 'route.launch_moved', 'route.launched'], statuses: ['announced', 'confirmed'] },
      'every route that is announced or confirmed, only new routes, moved dates and launches',
    ],
  ])('%j reads: %s', (filter, words) => {
    expect(describeFilter(filter)).toBe(words);
  });
});
