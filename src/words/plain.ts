/** Words that a stranger wrote, as one line: without controls, without marks that turn the direction of what follows, not endless. */
export function plain(text: string, most = 120): string {
  const line = text
    .toWellFormed()
    .replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  const letters = Array.from(line.slice(0, 4 * most));
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : line;
}

/** A link that may be shown: http or https, without a name and password; null for everything else. */
export function webLink(url: string | null): string | null {
  if (url === null || !URL.canParse(url)) return null;
  const parsed = new URL(url);
  if (!/^https?:$/.test(parsed.protocol)) return null;
  parsed.username = '';
  parsed.password = '';
  return parsed.href;
}
