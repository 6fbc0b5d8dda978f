/** An element of a document, with what stands between its tags as it stands there. */
export interface Element {
  name: string;
  /** The text of the tag behind the name. */
  attributes: string;
  inner: string;
  /** Those of its children that were asked for. */
  children: Element[];
}

export type ParsedXml = { root: Element } | { wrongAt: number };

/** A child of the root, of which children are kept in turn, down to the leaves. */
const DEEPEST = 3;
const NAME = /[^\s/>=<"']+/y;
const ATTRIBUTE = /\s+([^\s=<>"'/]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/y;
const TAG_END = /\s*(\/?)>/y;

/**
 * Reads a document once from beginning to end and makes sure that its tags match; what stands behind the root is not looked at. Only elements
 * whose name is `wanted` are kept, and only within such: the rest of a large document costs no memory. Entities stay as they are.
 */
export function parseXml(text: string, wanted: ReadonlySet<string>): ParsedXml {
  const open: string[] = [];
  const kept: (Element & { from: number })[] = [];
  for (let at = 0; ; ) {
    const tag = text.indexOf('<', at);
    const isLost = tag < 0 || (open.length === 0 && text.slice(at, tag).trim() !== '');
    if (isLost) return { wrongAt: tag < 0 ? text.length : at };
    const second = text[tag + 1];
    if (second === '?' || second === '!') {
      at = behindMarkup(text, tag);
      if (at < 0) return { wrongAt: tag };
    } else if (second === '/') {
      const end = text.indexOf('>', tag);
      const name = open.pop();
      if (end < 0 || name === undefined || text.slice(tag + 2, end).trimEnd() !== name) return { wrongAt: tag };
      at = end + 1;
      if (kept.length > open.length) {
        const element = kept.pop() as Element & { from: number };
        element.inner = text.slice(element.from, tag);
        if (open.length === 0) return { root: element };
      }
    } else {
      const name = match(NAME, text, tag + 1)?.[0];
      if (name === undefined) return { wrongAt: tag };
      const start = tag + 1 + name.length;
      let end = start;
      for (let one = match(ATTRIBUTE, text, end); one !== null; one = match(ATTRIBUTE, text, end)) end += one[0].length;
      const closing = match(TAG_END, text, end);
      if (closing === null) return { wrongAt: tag };
      at = end + closing[0].length;
      const isEmpty = closing[1] === '/';
      const depth = open.length;
      const isKept = depth === 0 || (depth <= DEEPEST && kept.length === depth && wanted.has(name));
      const element = { name, attributes: isKept ? text.slice(start, end) : '', inner: '', children: [], from: at };
      if (isKept) kept[depth - 1]?.children.push(element);
      if (isEmpty && depth === 0) return { root: element };
      if (isEmpty) continue;
      open.push(name);
      if (isKept) kept.push(element);
    }
  }
}

/** The value of an attribute as it is written. */
export function attributeOf(element: Element, name: string): string | undefined {
  for (let at = 0, one = match(ATTRIBUTE, element.attributes, at); one !== null; one = match(ATTRIBUTE, element.attributes, at)) {
    if (one[1] === name) return one[2] ?? one[3];
    at += one[0].length;
  }
  return undefined;
}

/** Behind a comment, a CDATA section, an instruction or the document type; -1: it has no end. */
function behindMarkup(text: string, at: number): number {
  if (text.startsWith('<!--', at)) return behind(text, '-->', at + 4);
  if (text.startsWith('<![CDATA[', at)) return behind(text, ']]>', at);
  if (text[at + 1] === '?') return behind(text, '?>', at);
  const end = behind(text, '>', at);
  const subset = text.slice(at, Math.max(end, at)).indexOf('[');
  return subset < 0 ? end : behind(text, '>', behind(text, ']', at + subset));
}

function behind(text: string, what: string, from: number): number {
  const found = from < 0 ? -1 : text.indexOf(what, from);
  return found < 0 ? -1 : found + what.length;
}

/** At that very place. */
function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
