const NAMED = new Map<string, string>([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['ndash', '–'],
  ['mdash', '—'],
  ['lsquo', '‘'],
  ['rsquo', '’'],
  ['sbquo', '‚'],
  ['ldquo', '“'],
  ['rdquo', '”'],
  ['bdquo', '„'],
  ['hellip', '…'],
  ['bull', '•'],
  ['euro', '€'],
  ['trade', '™'],
  ['rarr', '→'],
  ['larr', '←'],
  ['harr', '↔'],
  ['Scaron', 'Š'],
  ['scaron', 'š'],
  ['OElig', 'Œ'],
  ['oelig', 'œ'],
]);
/** Of U+00A0 to U+00FF, in order (HTML 4, Latin-1). */
const LATIN = `nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot
  cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute
  Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde
  auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave
  uacute ucirc uuml yacute thorn yuml`;
for (const [index, name] of LATIN.split(/\s+/).entries()) NAMED.set(name, String.fromCharCode(0xa0 + index));

/** Characters for their names and numbers in XML and HTML; what is no such name stays as it is. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{1,7}));/g, (whole, decimal, hex, name) => {
    if (name !== undefined) return NAMED.get(name) ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    const isCharacter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
    return isCharacter ? String.fromCodePoint(code) : '';
  });
}

/** Elements whose inside is no text of the page. */
const SILENT = new Set(['script', 'style', 'template', 'noscript', 'iframe', 'svg']);
const INLINE = new Set([
  'a',
  'abbr',
  'b',
  'cite',
  'code',
  'em',
  'font',
  'i',
  'mark',
  'small',
  'span',
  'strong',
  'sub',
  'sup',
  'time',
  'u',
  'wbr',
]);

/** The text of a piece of HTML, a line for each block. Reads every character once, whatever is left open. */
export function htmlToText(html: string): string {
  const parts: string[] = [];
  const lower = html.toLowerCase();
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    if (open < 0) break;
    parts.push(html.slice(at, open));
    const tag = /^<(\/?)([a-z][a-z0-9:-]{0,30})/.exec(lower.slice(open, open + 40));
    if (tag === null && !/^<[!?/]/.test(lower.slice(open, open + 2))) {
      parts.push('&lt;');
      at = open + 1;
      continue;
    }
    const name = tag?.[2] ?? '';
    const close = html.startsWith('<!--', open) ? after(html, '-->', open + 4) : after(html, '>', open);
    at = tag?.[1] === '' && SILENT.has(name) ? after(html, '>', after(lower, `</${name}`, close)) : close;
    if (tag !== null && !INLINE.has(name)) parts.push('\n');
  }
  parts.push(html.slice(at));
  return tidy(decodeEntities(parts.join('')));
}

/** The place behind the next `what`; the end, if there is none. */
function after(text: string, what: string, from: number): number {
  const found = text.indexOf(what, from);
  return found < 0 ? text.length : found + what.length;
}

/** One space between words, one line break between lines, and no control characters. */
export function tidy(text: string): string {
  return text
    .split('\n')
    .map((line) => oneLine(line))
    .filter((line) => line !== '')
    .join('\n');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
const SPACES = /[\s\u0000-\u001f\u007f\u00ad\u200b]+/g;

export function oneLine(text: string): string {
  // Half a character would come back from a database as another.
  return text.toWellFormed().replace(SPACES, ' ').trim();
}
