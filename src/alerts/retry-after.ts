import { DateTime } from 'luxon';

const LONGEST = 86_400;

/** The header `Retry-After`, seconds or an HTTP date (RFC 9110, 10.2.3), as seconds from 0 to a day; null: it says nothing. */
export function parseRetryAfter(text: string | undefined, now: number): number | null {
  const trimmed = text?.trim() ?? '';
  if (/^\d+$/.test(trimmed)) return Math.min(Number(trimmed), LONGEST);
  const date = DateTime.fromHTTP(trimmed);
  return date.isValid ? Math.min(Math.max(Math.ceil((date.toMillis() - now) / 1000), 0), LONGEST) : null;
}
