import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import type { Ctx } from '../context.ts';
import { AppError, type Finding } from '../domain/errors.ts';
import { readBody } from './body.ts';
import type { Endpoint } from './endpoint.ts';
import type { FormFields } from './exchange.ts';
import { check, unknownName } from './validation.ts';

export interface ReadInput {
  params: unknown;
  query: unknown;
  headers: unknown;
  body: unknown;
  ifMatch: readonly string[] | '*';
  idempotencyKey: string | undefined;
  /** The body as it came. */
  bytes: Buffer | undefined;
}

/** Reads all that a request brings and refuses it with every fault at once. */
export async function readInput(ctx: Ctx, endpoint: Endpoint, request: IncomingMessage, params: object): Promise<ReadInput> {
  const findings: Finding[] = [];
  const given = { query: {} as Record<string, string>, body: undefined as unknown };
  const input: ReadInput = {
    params: endpoint.params === undefined ? NOTHING : check(endpoint.params, params, pathPointer, findings),
    query: readQuery(endpoint, request.url as string, given.query, findings),
    headers: endpoint.headers === undefined ? NOTHING : check(endpoint.headers, request.headers, headerPointer, findings),
    body: undefined,
    ifMatch: [],
    idempotencyKey: endpoint.idempotent ? readIdempotencyKey(request, findings) : undefined,
    bytes: undefined,
  };
  if (endpoint.body !== undefined) {
    input.bytes = await readBody(request, bodyLimit(ctx, endpoint), endpoint.form ? FORM : 'application/json');
    const value = endpoint.form ? readForm(input.bytes, findings) : parseJson(input.bytes, findings);
    if (value !== FAULTY) {
      given.body = value;
      input.body = check(endpoint.body, value, bodyPointer, findings);
    }
  }
  if (findings.length > 0) {
    const known = new Set(findings.map((finding) => finding.pointer));
    const more = endpoint.faults?.(ctx, given) ?? [];
    throw invalid([...findings, ...more.filter((finding) => !known.has(finding.pointer))]);
  }
  if (endpoint.ifMatch) input.ifMatch = readIfMatch(request);
  return input;
}

const NOTHING = Object.freeze({});
const FORM = 'application/x-www-form-urlencoded';
const FAULTY = Symbol('faulty');

export function invalid(findings: readonly Finding[]): AppError {
  const what =
    findings.length === 1
      ? `${findings[0]!.pointer || 'The body'} ${findings[0]!.detail}`
      : `The request has ${findings.length} faults; errors lists them`;
  return new AppError('invalid_request', /[.?!]$/.test(what) ? what : `${what}.`, { findings });
}

const pathPointer = (path: readonly PropertyKey[]) => `{${String(path[0] ?? '')}}`;
const queryPointer = (path: readonly PropertyKey[]) => `?${String(path[0] ?? '')}`;
const headerPointer = (path: readonly PropertyKey[]) => String(path[0] ?? '');
const bodyPointer = (path: readonly PropertyKey[]) =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

const EMPTY_QUERY = z.object({});

/** `values` takes what the query holds, as it was written; the boxes that are ticked in a page's form are one list, `a,b`. */
function readQuery(endpoint: Endpoint, url: string, values: Record<string, string>, findings: Finding[]): unknown {
  const { query: schema, isPage } = endpoint;
  const start = url.indexOf('?');
  if (start === -1 || start === url.length - 1) return schema === undefined ? NOTHING : check(schema, {}, queryPointer, findings);
  const known = (schema ?? EMPTY_QUERY).shape;
  const refused = new Set<string>();
  for (const part of url.slice(start + 1).split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const rawName = equals === -1 ? part : part.slice(0, equals);
    const name = decode(rawName);
    const value = equals === -1 ? '' : decode(part.slice(equals + 1));
    const refuse = (detail: string): void => {
      const pointer = `?${(name ?? rawName).slice(0, 100)}`;
      if (!refused.has(pointer)) findings.push({ pointer, detail });
      refused.add(pointer);
    };
    if (name === undefined || value === undefined) refuse('is not valid percent-encoding; write a percent sign as %25');
    // Links to pages are shared, and what others append to them for their own ends means nothing here.
    else if (!Object.hasOwn(known, name)) isPage || refuse(unknownName(name, Object.keys(known)));
    else if (value.includes('\0')) refuse('must not contain the character U+0000');
    else if (!Object.hasOwn(values, name)) values[name] = value;
    else if (isPage) values[name] += `,${value}`;
    else refuse('is given more than once; give it once');
  }
  if (schema === undefined) return NOTHING;
  const before = findings.length;
  const result = check(schema, values, queryPointer, findings);
  // A value that could not be read is not missing as well.
  for (let index = findings.length - 1; index >= before; index -= 1) {
    if (refused.has(findings[index]!.pointer)) findings.splice(index, 1);
  }
  return result;
}

function decode(text: string): string | undefined {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  if (!spaced.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    return undefined;
  }
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

function parseJson(bytes: Buffer, findings: Finding[]): unknown {
  if (bytes.length === 0) {
    findings.push({ pointer: '', detail: 'must be JSON; it is empty' });
    return FAULTY;
  }
  let value: unknown;
  try {
    value = JSON.parse(strictUtf8.decode(bytes));
  } catch (fault) {
    const detail = fault instanceof SyntaxError ? `must be JSON: ${fault.message.slice(0, 200)}` : 'must be JSON in UTF-8';
    findings.push({ pointer: '', detail });
    return FAULTY;
  }
  const bad = unstorableText(value);
  if (bad === undefined) return value;
  findings.push({ pointer: bodyPointer(bad), detail: 'must not contain the character U+0000 or half of a surrogate pair' });
  return FAULTY;
}

/** What a form brings, unchecked: for handing it back to whoever filled it in. */
export async function readFormFields(ctx: Ctx, endpoint: Endpoint, request: IncomingMessage): Promise<FormFields> {
  return readForm(await readBody(request, bodyLimit(ctx, endpoint), FORM), []);
}

function bodyLimit({ config }: Ctx, endpoint: Endpoint): number {
  return Math.max(config.BODY_LIMIT, endpoint.bodyLimit ?? 0);
}

/** The fields of a form. Lines end as they do here, not as they are sent; a field that is there twice counts as a list, `a,b`. */
function readForm(bytes: Buffer, findings: Finding[]): FormFields {
  const values: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(bytes.toString('utf8'))) {
    const text = value.replaceAll('\r\n', '\n');
    if (text.includes('\0')) findings.push({ pointer: bodyPointer([name.slice(0, 100)]), detail: 'must not contain the character U+0000' });
    values[name] = Object.hasOwn(values, name) ? `${values[name]},${text}` : text;
  }
  return values;
}

/** Where a text stands that not every database can hold. Not recursive: nesting is the sender's to choose. */
function unstorableText(root: unknown): PropertyKey[] | undefined {
  const waiting: { value: unknown; path: Place | undefined }[] = [{ value: root, path: undefined }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, path } = next;
    if (typeof value === 'string') {
      if (value.includes('\0') || !value.isWellFormed()) return pathOf(path);
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) waiting.push({ value: inner, path: { key, parent: path } });
    }
  }
  return undefined;
}

interface Place {
  key: string;
  parent: Place | undefined;
}

function pathOf(place: Place | undefined): string[] {
  const path: string[] = [];
  for (let at = place; at !== undefined; at = at.parent) path.unshift(at.key);
  return path;
}

function readIdempotencyKey(request: IncomingMessage, findings: Finding[]): string | undefined {
  const value = request.headers['idempotency-key'];
  if (value === undefined) return undefined;
  if (typeof value === 'string' && /^[\x21-\x7e]{1,255}$/.test(value)) return value;
  findings.push({ pointer: 'Idempotency-Key', detail: 'must be 1 to 255 printable ASCII characters without spaces' });
  return undefined;
}

function readIfMatch(request: IncomingMessage): readonly string[] | '*' {
  const value = request.headers['if-match']?.trim();
  if (value === undefined || value === '') {
    throw new AppError(
      'precondition_required',
      'Send If-Match with the ETag of what you have read, so that nobody’s change is overwritten unseen.',
    );
  }
  if (value === '*') return '*';
  // A weak tag never matches here; what follows the last hyphen names the program that gave the tag.
  return [...value.matchAll(/(?:^|,)\s*"([^"]*)"/g)].map((match) => match[1]!.replace(/-[^-]*$/, ''));
}
