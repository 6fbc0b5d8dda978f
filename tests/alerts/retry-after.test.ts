import { expect, test } from 'vitest';
import { parseRetryAfter } from '../../src/alerts/retry-after.ts';

const NOW = Date.UTC(1994, 10, 6, 8, 49, 0);

test.each([
  ['0', 0],
  ['120', 120],
  [' 7 ', 7],
  ['86401', 86_400],
  ['999999999999999999999999', 86_400],
  ['Sun, 06 Nov 1994 08:49:37 GMT', 37],
  ['Sunday, 06-Nov-94 08:49:37 GMT', 37],
  ['Sun Nov  6 08:49:37 1994', 37],
  ['Sun, 06 Nov 1994 08:48:00 GMT', 0],
  ['Mon, 06 Nov 1995 08:49:37 GMT', 86_400],
  ['-5', null],
  ['1.5', null],
  ['1e3', null],
  ['soon', null],
  ['tomorrow 1', null],
  ['Sun, 32 Nov 1994 08:49:37 GMT', null],
  ['', null],
  [undefined, null],
])('Retry-After %o is %o', (text, seconds) => {
  expect(parseRetryAfter(text, NOW)).toBe(seconds);
});
