import type { RouteFacts, StatementEventData } from '../../src/domain/event-data.ts';
import { describeWindow, parseWindow, type WindowView } from '../../src/domain/windows.ts';

/** A window as events show it: `2023-05`, `../2026-12`. */
export function shown(text: string, wording: string | null = null): WindowView {
  const parsed = parseWindow(text);
  if (!parsed.ok) throw new Error(parsed.detail);
  return describeWindow(parsed.window, wording);
}

const facts: RouteFacts = {
  origin: { code: 'ALA', name: 'Almaty', country: 'KZ' },
  destination: { code: 'LHE', name: 'Lahore', country: 'PK' },
  airline: { id: 'scat-airlines', iata: 'DV', icao: 'VSV', name: 'SCAT Airlines' },
  status: 'announced',
  launch: shown('2023-05', 'in May'),
  launchedOn: null,
  flag: 'none',
  weeklyFrequency: 2,
  announcementCount: 3,
  slipCount: 1,
  slipDays: 31,
  firstAnnouncedOn: '2022-11-11',
  lastAnnouncedOn: '2023-03-24',
  links: { route: 'http://localhost:3000/api/v1/routes/r1', announcements: 'http://localhost:3000/api/v1/routes/r1/announcements' },
};

export const statement: StatementEventData = {
  ...facts,
  statusBefore: 'announced',
  launchBefore: shown('2023-04'),
  move: { kind: 'slip', days: 31 },
  reason: 'statement',
  announcementId: 'a1',
  source: { name: 'Dawn', url: 'https://dawn.example/1' },
};

/** What breaks feeds: markup, quotes, line breaks, characters that XML has no way to write. */
export const HOSTILE = `]]><script>alert("x")</script>&amp;'\u0000\u0001\u000b\u001b\ufffe\r\nBEGIN:VEVENT\nSUMMARY:no, really; \\n yes 𝒳 é`;
