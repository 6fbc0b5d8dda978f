import fc from 'fast-check';
import { expect, test } from 'vitest';
import { attributeOf, type Element, parseXml } from '../../src/extract/feeds/xml.ts';

interface Tree {
  name: string;
  attribute: string;
  children: (Tree | string)[];
}

const NAMES = ['item', 'title', 'x', 'dc:date'];
const between = fc.constantFrom('words', ' \n', '<!-- </item> <x -->', '<![CDATA[ </title> [ ] > <x> ]]>', '<?x </x> ?>', '&lt;', 'a > b');
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.record({
    name: fc.constantFrom(...NAMES),
    attribute: fc.constantFrom('', 'plain', '/>', '</item>', "'", ']]>'),
    children: fc.array(fc.oneof({ maxDepth: 5, depthSize: 'small' }, between, tie('tree')), { maxLength: 4 }),
  }),
}));

function inside({ children }: Tree): string {
  return children.map((one) => (typeof one === 'string' ? one : written(one))).join('');
}

function written(one: Tree): string {
  const attribute = one.attribute === '' ? '' : ` a = "${one.attribute}"`;
  return one.children.length === 0 ? `<${one.name}${attribute} />` : `<${one.name}${attribute}>${inside(one)}</${one.name} >`;
}

/** What is kept of it: wanted elements, three below the root at the deepest. */
function expected(one: Tree, wanted: ReadonlySet<string>, depth = 0): unknown {
  const children = one.children.filter((child) => typeof child !== 'string' && wanted.has(child.name) && depth < 3) as Tree[];
  return {
    name: one.name,
    attribute: one.attribute === '' ? undefined : one.attribute,
    inner: inside(one),
    children: children.map((child) => expected(child, wanted, depth + 1)),
  };
}

function found(element: Element): unknown {
  const { name, inner, children } = element;
  return { name, attribute: attributeOf(element, 'a'), inner, children: children.map(found) };
}

const some = fc.subarray(NAMES).map((names) => new Set(names));

test('what is wanted of a document is found with its attributes, and what stands within', () => {
  fc.assert(
    fc.property(tree, some, (root, wanted) => {
      const parsed = parseXml(`<?xml version="1.0"?>\n<!-- <x> -->${written(root)}<p>`, wanted);
      if (!('root' in parsed)) throw new Error(`wrong at ${parsed.wrongAt}`);
      expect(found(parsed.root)).toEqual(expected(root, wanted));
    }),
  );
});

test('a document that is cut off anywhere is seen as such', () => {
  fc.assert(
    fc.property(tree, fc.nat(), (root, cut) => {
      const whole = written(root);
      expect(parseXml(whole.slice(0, cut % whole.length), new Set(NAMES))).toHaveProperty('wrongAt');
    }),
  );
});

test('whatever comes is read to an end', () => {
  const pieces = fc.constantFrom(
    '<',
    '>',
    '/',
    '!',
    '<!--',
    '-->',
    '<![CDATA[',
    ']]>',
    '<!DOCTYPE',
    '[',
    ']',
    '?',
    '"',
    "'",
    '=',
    ' ',
    'a',
    '<a>',
    '</a>',
  );
  fc.assert(fc.property(fc.array(pieces, { maxLength: 200 }), (all) => void parseXml(all.join(''), new Set(['a']))));
});
