import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { endpoint } from '../../../src/http/endpoint.ts';
import { anyOf, wholeNumber } from '../../../src/http/parameters.ts';
import { PROBLEMS, type ProblemCode } from '../../../src/http/problems.ts';
import { testServer } from '../../support/http.ts';

const Thing = z.object({ id: z.string(), note: z.string().nullable() }).meta({ id: 'Thing' });

const list = endpoint({
  method: 'get',
  path: '/api/v1/things',
  summary: 'Things',
  access: 'public',
  cacheable: true,
  query: z.object({ limit: wholeNumber({ min: 1, max: 200 }).default(20), flag: anyOf(['due', 'overdue']).optional() }),
  responses: { 200: { description: 'Some', schema: z.object({ items: z.array(Thing) }) } },
  errors: ['invalid_cursor'],
  handler: () => ({ body: { items: [] } }),
});

const change = endpoint({
  method: 'patch',
  path: '/api/v1/things/{id}',
  summary: 'Change one',
  access: 'editor',
  idempotent: true,
  ifMatch: true,
  params: z.object({ id: z.string() }),
  body: z.strictObject({ note: z.string() }),
  responses: { 200: { description: 'Changed', schema: Thing, headers: ['ETag'] } },
  errors: ['not_found', 'conflict'],
  handler: (_ctx, { params }) => ({ body: { id: params.id, note: null } }),
});

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  explode?: boolean;
  schema: Record<string, unknown>;
}

interface Operation {
  operationId: string;
  parameters: Parameter[];
  security: object[];
  requestBody?: { content: Record<string, { schema: Record<string, unknown> }> };
  responses: Record<string, { description: string; headers: Record<string, unknown>; content?: Record<string, { schema: object }> }>;
}

interface Document {
  openapi: string;
  info: { version: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Record<string, unknown>>; securitySchemes: object };
}

async function start() {
  const server = await testServer(() => [list, change]);
  return { ...server, document: (await (await server.get('/openapi.json')).json()) as Document };
}

test('the document has every call with all that it may answer', async () => {
  const { document } = await start();
  expect(document.openapi).toBe('3.1.0');
  expect(document.info.version).toBe('1.2.3');
  const [listing, changing] = [document.paths['/api/v1/things']!.get!, document.paths['/api/v1/things/{id}']!.patch!];
  expect(Object.keys(listing.responses)).toEqual(['200', '304', '400', '401', '429', '503']);
  expect(Object.keys(changing.responses)).toEqual([
    '200',
    '400',
    '401',
    '403',
    '404',
    '409',
    '412',
    '413',
    '415',
    '422',
    '428',
    '429',
    '503',
  ]);
  expect(listing.responses[400]!.description).toMatch(/invalid_cursor.*invalid_request/);
  expect([listing.operationId, changing.operationId]).toEqual(['getThings', 'patchThingsId']);
  expect([listing.security, changing.security]).toEqual([[{}, { key: [] }], [{ key: [] }]]);
  expect(Object.keys(document.paths)).toEqual(['/api/v1/things', '/api/v1/things/{id}', '/health/live', '/health/ready', '/metrics']);
});

test('parameters are described as they are written, and headers with them', async () => {
  const { document } = await start();
  const find = (operation: Operation, name: string) => operation.parameters.find((parameter) => parameter.name === name);
  const [listing, changing] = [document.paths['/api/v1/things']!.get!, document.paths['/api/v1/things/{id}']!.patch!];
  expect(find(listing, 'limit')?.schema).toMatchObject({ type: 'integer', minimum: 1, maximum: 200, default: 20 });
  expect(find(listing, 'flag')).toMatchObject({ explode: false, schema: { type: 'array', items: { enum: ['due', 'overdue'] } } });
  expect(find(listing, 'If-None-Match')).toMatchObject({ in: 'header' });
  expect(find(changing, 'If-Match')).toMatchObject({ in: 'header', required: true });
  expect(find(changing, 'Idempotency-Key')?.required).toBeFalsy();
  expect(find(changing, 'id')).toMatchObject({ in: 'path', required: true });
});

test('what is taken is closed, what is given may grow', async () => {
  const { document } = await start();
  expect(document.paths['/api/v1/things/{id}']!.patch!.requestBody?.content['application/json']?.schema.additionalProperties).toBe(false);
  expect(document.components.schemas.Thing?.additionalProperties).toBeUndefined();
  expect(Object.keys(document.components.schemas).sort()).toEqual(['Problem', 'Thing']);
});

test('problems are as the document says they are', async () => {
  const { document, get } = await start();
  const validate = new Ajv2020({ strict: false }).compile(document.components.schemas.Problem!);
  for (const path of ['/nothing', '/api/v1/things?limit=0&x=1', '/api/v1/things/1']) {
    const body = await (await get(path)).json();
    expect(validate(body), JSON.stringify(validate.errors)).toBe(true);
  }
  expect((document.components.schemas.Problem!.properties as { code: { enum: ProblemCode[] } }).code.enum).toEqual(Object.keys(PROBLEMS));
});

test('every reference in the document leads somewhere', async () => {
  const { document } = await start();
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map((match) => match[1]!.split('/'));
  expect(references.length).toBeGreaterThan(20);
  for (const path of references) {
    expect(
      path.reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], document),
      path.join('/'),
    ).toBeDefined();
  }
});

test('the document is sent once to whoever keeps it', async () => {
  const { get } = await start();
  const etag = String((await get('/openapi.json')).headers.get('etag'));
  expect((await get('/openapi.json', { headers: { 'if-none-match': etag } })).status).toBe(304);
});

test('the documentation needs no other host, no script in the page, and is kept by browsers', async () => {
  const { get } = await start();
  const page = await get('/docs');
  const html = await page.text();
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(page.headers.get('content-security-policy')).toMatch(/script-src 'self'; /);
  expect(page.headers.get('content-security-policy')).not.toMatch(/https?:|script-src[^;]*unsafe/);
  expect(html).not.toMatch(/https?:\/\/|<script>|onload=/);
  const files = [...html.matchAll(/(?:src|href)="(\/docs\/[^"]+)"/g)].map((match) => match[1]!);
  expect(files).toEqual([
    expect.stringMatching(/swagger-ui\.css$/),
    '/docs/problems',
    expect.stringMatching(/swagger-ui-bundle\.js$/),
    '/docs/init.js',
  ]);
  for (const file of files) {
    const answer = await get(file);
    expect([answer.status, answer.headers.get('x-content-type-options')], file).toEqual([200, 'nosniff']);
    expect((await get(file, { headers: { 'if-none-match': String(answer.headers.get('etag')) } })).status, file).toBe(304);
    if (file.includes('swagger-ui')) expect(answer.headers.get('cache-control')).toContain('immutable');
  }
  expect(await (await get('/docs/init.js')).text()).toContain('validatorUrl: null');
  const plain = await get(files[0]!, { headers: { 'accept-encoding': 'gzip;q=0, identity' } });
  expect(plain.headers.get('content-encoding')).toBeNull();
});
