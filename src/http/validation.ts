import type { z } from 'zod';
import type { Finding } from '../domain/errors.ts';

type Issue = z.core.$ZodIssue;
type AnySchema = { _zod: { def: { type: string } & Record<string, unknown> } };

/** Checks a value and appends what is wrong with it; undefined if anything is. `pointerOf` names a place in it. */
export function check(
  schema: z.ZodType,
  value: unknown,
  pointerOf: (path: readonly PropertyKey[]) => string,
  findings: Finding[],
): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) addFindings(schema, value, issue, [], pointerOf, findings);
  return undefined;
}

function addFindings(
  schema: z.ZodType,
  value: unknown,
  issue: Issue,
  base: readonly PropertyKey[],
  pointerOf: (path: readonly PropertyKey[]) => string,
  findings: Finding[],
): void {
  const path = [...base, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    const known = namesAt(schema, path);
    for (const key of issue.keys) findings.push({ pointer: pointerOf([...path, key]), detail: unknownName(key, known) });
    return;
  }
  if (issue.code === 'invalid_union') {
    const nearest = nearestBranch(issue.errors);
    if (nearest !== undefined) {
      for (const inner of nearest) addFindings(schema, value, inner, path, pointerOf, findings);
      return;
    }
  }
  findings.push({ pointer: pointerOf(path), detail: detailOf(issue, valueAt(value, path)) });
}

/** The alternative that came furthest: its faults are likelier to be meant. */
function nearestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const deep = branches.filter(
    (branch) => branch.length > 0 && branch.every((issue) => issue.path.length > 0 || issue.code !== 'invalid_type'),
  );
  return [...deep].sort((a, b) => a.length - b.length)[0];
}

function detailOf(issue: Issue, value: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.expected === 'int' && typeof value === 'number') return 'must be a whole number';
      return value === undefined ? 'is required' : `must be ${KINDS[issue.expected] ?? issue.expected}, not ${kindOf(value)}`;
    case 'invalid_value': {
      if (value === undefined) return 'is required';
      const choices = issue.values.map(String);
      const near = typeof value === 'string' ? nearest(value, choices) : undefined;
      const hint = near === undefined ? '' : `; did you mean ${near}?`;
      return choices.length === 1 ? `must be ${choices[0]}` : `must be one of ${choices.join(', ')}${hint}`;
    }
    case 'too_big':
      return `must ${measure(issue.origin, 'at most', Number(issue.maximum), issue.inclusive !== false)}`;
    case 'too_small':
      return issue.origin === 'string' && Number(issue.minimum) === 1
        ? 'must not be empty'
        : `must ${measure(issue.origin, 'at least', Number(issue.minimum), issue.inclusive !== false)}`;
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'invalid_format':
      return issue.message.startsWith('Invalid') ? `must be ${FORMATS[issue.format] ?? `a valid ${issue.format}`}` : issue.message;
    default:
      return issue.message;
  }
}

const KINDS: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
  null: 'null',
};

const FORMATS: Record<string, string> = {
  uuid: 'a UUID',
  url: 'a URL, such as https://example.com/page',
  email: 'an e-mail address',
  date: 'a date, such as 2026-03-29',
  datetime: 'an instant, such as 2026-03-29T12:00:00Z',
  regex: 'written as the documentation shows',
};

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return KINDS[typeof value] ?? typeof value;
}

function measure(origin: string, bound: string, limit: number, inclusive: boolean): string {
  if (origin === 'string') return `have ${bound} ${limit} characters`;
  if (origin === 'array' || origin === 'set') return `have ${bound} ${limit} entries`;
  return inclusive ? `be ${bound} ${limit}` : `be ${bound === 'at most' ? 'less' : 'more'} than ${limit}`;
}

/** What to say of a name that nobody knows. */
export function unknownName(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  if (near !== undefined) return `is not known here; did you mean ${near}?`;
  return known.length === 0 ? 'is not known here; leave it out' : `is not known here; known are ${known.join(', ')}`;
}

/** The one name within two slips of the pen (case aside). */
export function nearest(word: string, choices: readonly string[]): string | undefined {
  if (word.length > 40) return undefined;
  const ranked = choices
    .map((choice) => ({ choice, distance: slips(word.toLowerCase(), choice.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best !== undefined && best.distance <= Math.min(2, Math.floor(best.choice.length / 3)) ? best.choice : undefined;
}

function slips(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + cost));
    }
    row = next;
  }
  return row[b.length]!;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let current = value;
  for (const step of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, step)) return undefined;
    current = (current as Record<PropertyKey, unknown>)[step];
  }
  return current;
}

/** The names that an object may have at a path of a schema. */
function namesAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let found: AnySchema[] = alternatives(schema as unknown as AnySchema);
  for (const step of path) {
    found = found.flatMap((one) => {
      const { def } = one._zod;
      const inner =
        def.type === 'object'
          ? (def.shape as Record<PropertyKey, AnySchema>)[step]
          : def.type === 'array'
            ? (def.element as AnySchema)
            : undefined;
      return inner === undefined ? [] : alternatives(inner);
    });
  }
  return [...new Set(found.flatMap((one) => (one._zod.def.type === 'object' ? Object.keys(one._zod.def.shape as object) : [])))];
}

/** A schema without its wrappers; a union gives several. */
function alternatives(schema: AnySchema): AnySchema[] {
  const { def } = schema._zod;
  if (def.type === 'union') return (def.options as AnySchema[]).flatMap(alternatives);
  if (def.type === 'pipe') return alternatives(def.in as AnySchema);
  const inner = def.innerType as AnySchema | undefined;
  return inner === undefined ? [schema] : alternatives(inner);
}

/** Throws if an object within would drop unknown members in silence. */
export function assertStrict(schema: z.ZodType, name: string): void {
  const visit = (one: AnySchema): void => {
    for (const plain of alternatives(one)) {
      const { def } = plain._zod;
      if (def.type === 'array') visit(def.element as AnySchema);
      if (def.type !== 'object') continue;
      if ((def.catchall as AnySchema | undefined)?._zod.def.type !== 'never')
        throw new Error(`${name}: its body must be made of z.strictObject`);
      for (const inner of Object.values(def.shape as Record<string, AnySchema>)) visit(inner);
    }
  };
  visit(schema as unknown as AnySchema);
}
