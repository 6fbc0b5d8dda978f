import { webLink } from '../words/plain.ts';

/** A piece of a line: plain words, or words that lead somewhere. */
export type Part = string | { text: string; href: string };
export type Line = readonly Part[];

export type Block =
  | { kind: 'lead' | 'line' | 'small' | 'button'; line: Line }
  | { kind: 'heading'; line: Line }
  | { kind: 'item'; lines: readonly Line[] };

const COLUMNS = 76;

/** Words with a link, or the words alone where the link is none. */
export function linked(text: string, url: string | null): Part {
  const href = webLink(url);
  return href === null ? text : { text, href };
}

export function renderText(blocks: readonly Block[]): string {
  let text = '';
  let last: Block['kind'] | undefined;
  for (const block of blocks) {
    const close = block.kind === last && (block.kind === 'line' || block.kind === 'small');
    if (last !== undefined) text += close || last === 'heading' ? '\n' : '\n\n';
    text += textOf(block);
    last = block.kind;
  }
  return `${text}\n`;
}

function textOf(block: Block): string {
  if (block.kind === 'item') {
    return block.lines.map((line, index) => wrap(words(line), index === 0 ? '* ' : '  ', '  ')).join('\n');
  }
  const text = wrap(words(block.line), '', '');
  return block.kind === 'heading' ? `${text}\n${'-'.repeat(Math.min(text.length, COLUMNS))}` : text;
}

function words(line: Line): string {
  return line
    .map((part) => (typeof part === 'string' ? part : part.text === part.href ? part.href : `${part.text} <${part.href}>`))
    .join('');
}

// A word that is longer than a line stays whole: a broken link leads nowhere.
function wrap(text: string, first: string, rest: string): string {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of text.split(' ')) {
    if (!empty && line.length + 1 + word.length > COLUMNS) {
      lines.push(line);
      line = rest;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines, line].join('\n');
}

const FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const STYLES = {
  lead: 'margin:0 0 16px;font-size:20px;line-height:1.35;font-weight:600',
  heading: 'margin:28px 0 8px;font-size:13px;line-height:1.4;font-weight:600;letter-spacing:.06em;text-transform:uppercase;opacity:.75',
  line: 'margin:0 0 6px',
  item: 'margin:0 0 14px',
  button: 'margin:20px 0',
  small: 'margin:0 0 6px;font-size:13px;line-height:1.5;opacity:.8',
};
const BUTTON =
  'display:inline-block;padding:10px 20px;border-radius:6px;background:#1d4ed8;color:#ffffff;text-decoration:none;font-weight:600';

/** A page without tables and without anything fetched. Colours are the reader's own, but for links and buttons. */
export function renderHtml(title: string, blocks: readonly Block[]): string {
  const foot = blocks.findIndex((block) => block.kind === 'small');
  const [body, small] = foot < 0 ? [blocks, []] : [blocks.slice(0, foot), blocks.slice(foot)];
  const footer =
    small.length === 0
      ? ''
      : `<div style="margin-top:28px;padding-top:14px;border-top:1px solid rgba(128,128,128,.4)">\n${small.map(htmlOf).join('\n')}\n</div>\n`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escaped(title)}</title>
<style>:root{color-scheme:light dark}a.link{color:#1d4ed8}@media (prefers-color-scheme:dark){a.link{color:#93c5fd!important}}</style>
</head>
<body style="margin:0;padding:0">
<div style="max-width:600px;margin:0 auto;padding:24px 20px;${FONT};font-size:15px;line-height:1.5;overflow-wrap:break-word">
${body.map(htmlOf).join('\n')}
${footer}</div>
</body>
</html>
`;
}

function htmlOf(block: Block): string {
  const style = STYLES[block.kind];
  if (block.kind === 'item') {
    const [first, ...rest] = block.lines.map((line) => htmlLine(line));
    return `<p style="${style}">${[`<b>${first}</b>`, ...rest].join('<br>\n')}</p>`;
  }
  if (block.kind === 'lead') return `<h1 style="${style}">${htmlLine(block.line)}</h1>`;
  if (block.kind === 'heading') return `<h2 style="${style}">${htmlLine(block.line)}</h2>`;
  return `<p style="${style}">${htmlLine(block.line, block.kind === 'button')}</p>`;
}

function htmlLine(line: Line, button = false): string {
  return line
    .map((part) => {
      if (typeof part === 'string') return escaped(part);
      const look = button ? `style="${BUTTON}"` : 'class="link"';
      return `<a ${look} href="${escaped(part.href)}">${escaped(part.text)}</a>`;
    })
    .join('');
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign]!);
}
