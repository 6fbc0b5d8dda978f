import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addCorrection } from '../../src/actions/corrections.ts';
import { addSource } from '../../src/actions/sources.ts';
import { tick } from '../../src/actions/tick.ts';
import { pollNow } from '../../src/actions/watch.ts';
import { listDeliveries } from '../../src/store/deliveries.ts';
import { listInbox } from '../../src/store/inbox.ts';
import { type TestApi, testApi } from '../support/api.ts';
import { plainReader, rssOf, startFeedServer } from '../support/feed-server.ts';
import { startReceiver } from '../support/receiver.ts';

const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 10_000);
const SEED = 20_261_124;

interface Operation {
  method: string;
  path: string;
  spec: Spec;
}

interface Spec {
  parameters?: { name: string; in: string; schema: Schema; required?: boolean }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { $ref?: string; content?: Record<string, { schema?: Schema }> }>;
}

interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  example?: unknown;
  examples?: unknown[];
  format?: string;
  minimum?: number;
  maximum?: number;
}

interface Document {
  paths: Record<string, Record<string, Spec>>;
  components: { schemas: Record<string, Schema>; responses?: Record<string, Spec['responses'][string]> };
}

const nasty = fc.constantFrom(
  '',
  ' ',
  '0',
  '-1',
  '1e9',
  'null',
  '\u0000',
  '%',
  '../..',
  "' or 1=1 --",
  '<script>',
  '𝒳',
  'a'.repeat(3000),
  '2023-02-30',
  'withdrawn',
  '../2026',
  'ALA',
  'KZ',
);

/** Something that the schema may or may not allow; mostly it does. */
function like(schema: Schema, document: Document, known: string[]): fc.Arbitrary<unknown> {
  if (schema.$ref !== undefined) return like(document.components.schemas[schema.$ref.split('/').at(-1)!]!, document, known);
  const variants = [schema.example, ...(schema.examples ?? [])].filter((one) => one !== undefined);
  const types = [schema.type].flat().filter((one) => one !== undefined);
  const sane: fc.Arbitrary<unknown>[] = variants.map((one) => fc.constant(one));
  if (schema.enum !== undefined) sane.push(fc.constantFrom(...schema.enum));
  if (schema.anyOf !== undefined) sane.push(...schema.anyOf.map((one) => like(one, document, known)));
  if (schema.format === 'uuid')
    sane.push(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: fc.uuid() }));
  if (types.includes('integer') || types.includes('number'))
    sane.push(fc.integer({ min: schema.minimum ?? 0, max: Math.min(schema.maximum ?? 1000, 1_000_000) }));
  if (types.includes('null')) sane.push(fc.constant(null));
  if (types.includes('object') && schema.properties !== undefined) {
    const members = Object.fromEntries(Object.entries(schema.properties).map(([name, inner]) => [name, like(inner, document, known)]));
    sane.push(fc.record(members, { requiredKeys: schema.required ?? [] }), fc.record(members, { requiredKeys: [] }));
  }
  if (sane.length === 0)
    sane.push(fc.constantFrom('ALA', 'LHE', 'KC', 'announced', '2027-04', '2026-01-10', 'https://example.com/a', 'words'));
  return fc.oneof({ weight: 9, arbitrary: fc.oneof(...sane) }, { weight: 1, arbitrary: fc.oneof(nasty, fc.jsonValue({ maxDepth: 2 })) });
}

interface Request {
  operation: Operation;
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string | undefined;
}

function requests(document: Document, api: TestApi, known: string[]): fc.Arbitrary<Request> {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, spec]): Operation => ({ method: method.toUpperCase(), path, spec })),
  );
  // Writes are few among many reads, and are refused for more reasons.
  const weightOf = ({ method }: Operation) => (method === 'GET' ? 1 : 5);
  return fc.oneof(
    ...operations.map((operation) => ({ weight: weightOf(operation), arbitrary: requestOf(operation, document, api, known) })),
  );
}

function requestOf(operation: Operation, document: Document, api: TestApi, known: string[]): fc.Arbitrary<Request> {
  const parameters = operation.spec.parameters ?? [];
  const inPath = parameters.filter((one) => one.in === 'path');
  const inQuery = parameters.filter((one) => one.in === 'query');
  const record = (list: typeof parameters, all: boolean) =>
    fc.record(Object.fromEntries(list.map((one) => [one.name, like(one.schema, document, known)])), {
      requiredKeys: all ? list.map((one) => one.name) : [],
    });
  const schema = operation.spec.requestBody?.content['application/json']?.schema;
  const body =
    schema === undefined
      ? fc.constant(undefined)
      : fc.oneof(
          { weight: 19, arbitrary: like(schema, document, known).map((one) => JSON.stringify(one)) },
          { weight: 1, arbitrary: fc.constantFrom('', '{', '[]', '"x"', '{"a":1,"a":2}') },
        );
  const { reader, editor, admin } = api.keys;
  return fc
    .record({
      path: record(inPath, true),
      query: record(inQuery, false),
      extra: fc.oneof({ weight: 11, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: nasty }),
      body,
      key: fc.constantFrom(undefined, reader, editor, editor, admin, admin, 'wrong'),
      ifMatch: fc.constantFrom(undefined, '*', '*', '"1"', 'nonsense'),
      ifNoneMatch: fc.constantFrom(undefined, undefined, '*', '"1"'),
      idempotencyKey: fc.constantFrom(undefined, undefined, 'a', 'b'),
      type: fc.oneof(
        { weight: 9, arbitrary: fc.constant('application/json') },
        { weight: 1, arbitrary: fc.constantFrom('text/plain', undefined) },
      ),
    })
    .map(({ path, query, extra, body: text, key, ifMatch, ifNoneMatch, idempotencyKey, type }) => {
      // A dot by itself, however it is written, is no part of a path.
      const part = (value: string) => (/^\.{0,2}$/.test(value) ? 'x' : encodeURIComponent(value));
      const filled = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => part(textOf(path[name])));
      const search = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(textOf(value))}`);
      if (extra !== undefined) search.push(`extra=${encodeURIComponent(extra)}`);
      const given = {
        Authorization: key === undefined ? undefined : `Bearer ${key}`,
        'If-Match': ifMatch,
        'If-None-Match': ifNoneMatch,
        'Idempotency-Key': idempotencyKey,
        'Content-Type': text === undefined ? undefined : type,
      };
      const headers = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Record<string, string>;
      return {
        operation,
        method: operation.method,
        url: `${filled}${search.length > 0 ? `?${search.join('&')}` : ''}`,
        headers,
        body: text,
      };
    });
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.toWellFormed() : JSON.stringify(value);
}

/** What is wrong with an answer; undefined when it is as the document says. */
function complaint(
  operation: Operation,
  answer: { status: number; type: string; text: string },
  validatorOf: (schema: Schema) => ValidateFunction,
  document: Document,
): string | undefined {
  const { status, type, text } = answer;
  if (status >= 500) return `status ${status}`;
  const declared = operation.spec.responses[String(status)];
  if (declared === undefined) return `status ${status} is not declared`;
  const response = declared.$ref === undefined ? declared : document.components.responses?.[declared.$ref.split('/').at(-1)!];
  if (/html/.test(type)) return 'an HTML page';
  if (status >= 400) {
    if (!type.startsWith('application/problem+json')) return `${type} instead of a problem`;
    const problem = JSON.parse(text);
    for (const member of ['type', 'title', 'status', 'code', 'detail', 'requestId'])
      if (problem[member] === undefined) return `the problem lacks ${member}`;
    if (problem.status !== status) return 'the problem names another status';
  }
  const schema = response?.content?.[type.split(';')[0]!]?.schema;
  if (schema === undefined || text === '' || !/json/.test(type)) return undefined;
  const validate = validatorOf(schema);
  return validate(JSON.parse(text)) ? undefined : `the body is not as declared: ${JSON.stringify(validate.errors?.[0])}`;
}

function validators(document: Document): (schema: Schema) => ValidateFunction {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema(document as object, 'api');
  const kept = new Map<string, ValidateFunction>();
  return (schema) => {
    const text = JSON.stringify(schema).replaceAll('"#/', '"api#/');
    const known = kept.get(text) ?? ajv.compile(JSON.parse(text));
    kept.set(text, known);
    return known;
  };
}

/** A source, and the drafts of its items. */
async function watchedIds({ ctx }: TestApi): Promise<string[]> {
  const feeds = await startFeedServer();
  const months = ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12'];
  const stories = months.map((month) => ({ id: month, title: `ALA to OSL is announced for 2028-${month}` }));
  feeds.at('/a', (response) => response.end(rssOf(stories)));
  const source = await addSource(ctx, { url: `${feeds.url}/a`, name: 'The Herald', kind: 'media' });
  await pollNow(ctx, source.id, { reader: plainReader });
  return [source.id, ...(await listInbox(ctx.db, 'open', undefined, 20)).map((draft) => draft.id)];
}

describe('the OpenAPI document is the contract', () => {
  test(`${REQUESTS} generated requests get no 5xx, no undeclared status, no undeclared body and no HTML error`, async () => {
    const api = await testApi({ ledger: true, now: '2026-11-24T00:00:00Z' });
    await tick(api.ctx);
    const document: Document = (await api.get('/openapi.json')).body;
    const { items } = (await api.get('/api/v1/routes?origin=ALA&limit=20&include=announcements')).body;
    const known = items.flatMap((route: { id: string; announcements: { id: string }[] }) => [
      route.id,
      ...route.announcements.map((one) => one.id),
    ]);
    const wish = { channel: 'webhook', url: (await startReceiver()).url };
    const { body: subscription } = await api.send('POST', '/api/v1/subscriptions', wish);
    await api.record({ effective: '2027-04', publishedOn: '2026-11-23' });
    const [delivery] = await listDeliveries(api.ctx.db, { subscriptionId: subscription.id }, 1);
    known.push(...Array.from({ length: 10 }, () => [subscription.id, delivery!.id]).flat());
    known.push(...(await watchedIds(api)));
    known.push((await addCorrection(api.ctx, { kind: 'drop', words: 'sponsored content', means: '' })).id);
    const validatorOf = validators(document);
    const statuses = new Map<number, number>();
    const property = fc.asyncProperty(requests(document, api, known), async (request) => {
      // The keys that the requests bring must not be ended by one of them.
      if (request.method === 'DELETE') request.headers.Authorization = `Bearer ${api.keys.editor}`;
      const response = await fetch(api.origin + request.url, {
        method: request.method,
        headers: request.headers,
        redirect: 'manual',
        ...(request.body === undefined ? {} : { body: request.body }),
      });
      const type = response.headers.get('content-type') ?? '';
      const isEndless = type === 'text/event-stream';
      if (isEndless) await response.body?.cancel();
      const answer = { status: response.status, type, text: isEndless ? '' : await response.text() };
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      const wrong = complaint(request.operation, answer, validatorOf, document);
      if (wrong !== undefined)
        throw new Error(
          `${request.method} ${request.url.slice(0, 300)} ${JSON.stringify(request.headers)} ${request.body?.slice(0, 300)}: ${wrong}\n${answer.text.slice(0, 500)}`,
        );
    });
    await fc.assert(property, { seed: SEED, numRuns: REQUESTS, endOnFailure: true });
    for (const status of [200, 201, 400, 401, 403, 404, 412, 415, 428])
      expect(statuses.get(status) ?? 0, `answers with ${status}`).toBeGreaterThan(0);
  });

  test('the check itself notices each of these', () => {
    const document: Document = { paths: {}, components: { schemas: {} } };
    const operation: Operation = {
      method: 'GET',
      path: '/x',
      spec: { responses: { 200: { content: { 'application/json': { schema: { type: 'object', required: ['a'] } } } }, 400: {} } },
    };
    const check = (status: number, type: string, text: string) =>
      complaint(operation, { status, type, text }, validators(document), document);
    expect(check(500, 'application/json', '{}')).toBe('status 500');
    expect(check(404, 'application/problem+json', '{}')).toContain('not declared');
    expect(check(400, 'text/html', '<p>')).toContain('HTML');
    expect(check(400, 'application/json', '{}')).toContain('instead of a problem');
    expect(check(400, 'application/problem+json', '{"type":"x"}')).toContain('lacks title');
    expect(check(200, 'application/json', '{}')).toContain('not as declared');
    expect(check(200, 'application/json', '{"a":1}')).toBeUndefined();
  });
});
