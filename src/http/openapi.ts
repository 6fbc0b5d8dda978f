import { z } from 'zod';
import {
  createDocument,
  type oas31,
  type ZodOpenApiOperationObject,
  type ZodOpenApiParameters,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi';
import type { ErrorCode } from '../domain/errors.ts';
import { type Answer, type Endpoint, endpoint } from './endpoint.ts';
import { PROBLEM_TYPE, PROBLEMS, type ProblemCode } from './problems.ts';

const ProblemBody = z
  .looseObject({
    type: z
      .string()
      .meta({ description: 'Where the kind of problem is explained, relative to the server', example: '/docs/problems#not_found' }),
    title: z.string(),
    status: z.int(),
    code: z.enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]).meta({ description: 'Stable: decide by this' }),
    detail: z.string().meta({ description: 'What is wrong and what to do, for people' }),
    requestId: z.string().meta({ description: 'Names the request in the server’s log' }),
    errors: z
      .array(z.looseObject({ pointer: z.string(), detail: z.string() }))
      .optional()
      .meta({
        description:
          'Every fault of the input: `/effective` is a JSON pointer into the body, `?limit` a query parameter, `{id}` a part of the path',
      }),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details' });

const HEADERS: Record<string, { description: string; schema: { type: 'string' | 'integer' } }> = {
  ETag: {
    description: 'Send it in `If-None-Match` to be told only of changes, or in `If-Match` to change only what you have seen',
    schema: { type: 'string' },
  },
  Location: { description: 'Where the new thing is', schema: { type: 'string' } },
  RetryAfter: { description: 'Seconds after which to try again', schema: { type: 'integer' } },
  Allow: { description: 'The methods that the path knows', schema: { type: 'string' } },
  RequestId: { description: 'Yours if you sent a sane one in `X-Request-Id`, else ours', schema: { type: 'string' } },
  RateLimit: { description: 'What is left: `"address";r=599;t=1`', schema: { type: 'string' } },
  IdempotencyReplayed: { description: '`true` if this repeats an earlier answer', schema: { type: 'string' } },
};

const HEADER_NAMES: Record<string, string> = {
  'Retry-After': 'RetryAfter',
  'X-Request-Id': 'RequestId',
  'Idempotency-Replayed': 'IdempotencyReplayed',
};

function headers(...names: string[]) {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${HEADER_NAMES[name] ?? name}` }]));
}

/** The OpenAPI 3.1 document of the documented endpoints. */
export function openApiDocument(endpoints: readonly Endpoint[], version: string): oas31.OpenAPIObject {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const one of endpoints) {
    if (one.documented === false) continue;
    const operations = paths[one.path] ?? {};
    paths[one.path] = operations;
    operations[one.method] = operationOf(one);
  }
  const document = createDocument(
    {
      openapi: '3.1.0',
      info: {
        title: 'Inaugural',
        version,
        description: 'An open register of air routes that somebody said would start: who said it, when, for when, and whether it flew.',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: '/' }],
      paths: paths as ZodOpenApiPathsObject,
      components: {
        schemas: { Problem: ProblemBody },
        headers: HEADERS,
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer', description: 'A key of the register; editors and administrators write with it.' },
        },
      },
    },
    {
      // What we send may gain members; only what we take is closed.
      override: ({ jsonSchema, zodSchema, io }) => {
        if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
        const { def } = zodSchema._zod;
        if (def.type === 'default' && io === 'input') jsonSchema.default ??= def.defaultValue;
      },
    },
  );
  return withCommaLists(document as oas31.OpenAPIObject);
}

/** A list in a query is one value with commas, never a parameter given twice. */
function withCommaLists(document: oas31.OpenAPIObject): oas31.OpenAPIObject {
  for (const path of Object.values(document.paths ?? {})) {
    for (const operation of Object.values(path as Record<string, oas31.OperationObject>)) {
      for (const parameter of operation.parameters ?? []) {
        if ('schema' in parameter && (parameter.schema as oas31.SchemaObject).type === 'array')
          Object.assign(parameter, { style: 'form', explode: false });
      }
    }
  }
  return document;
}

function operationOf(one: Endpoint): ZodOpenApiOperationObject {
  return {
    operationId: one.operationId ?? idOf(one),
    summary: one.summary,
    ...(one.description === undefined ? {} : { description: one.description }),
    ...(one.tags === undefined ? {} : { tags: [...one.tags] }),
    // An empty requirement: a key is possible, not needed.
    security: one.access === 'open' ? [] : one.access === 'public' ? [{}, { key: [] }] : [{ key: [] }],
    ...(one.access === 'open' || one.access === 'public' ? {} : { 'x-scope': one.access }),
    requestParams: paramsOf(one),
    ...(one.body === undefined ? {} : { requestBody: { required: true, content: { 'application/json': { schema: one.body } } } }),
    responses: responsesOf(one),
  };
}

function idOf({ method, path }: Endpoint): string {
  const words = path
    .replace(/^\/api\/v\d+/, '')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '');
  return [method, ...words.map((word) => word[0]!.toUpperCase() + word.slice(1))].join('');
}

const IF_MATCH = z.object({ 'If-Match': z.string().meta({ description: 'The `ETag` of what you have read' }) });
const IF_NONE_MATCH = z.object({
  'If-None-Match': z.string().optional().meta({ description: 'An `ETag` you have; the same state is answered with 304' }),
});
const IDEMPOTENCY_KEY = z.object({
  'Idempotency-Key': z
    .string()
    .min(1)
    .max(255)
    .optional()
    .meta({ description: 'Your own unique name for this request: a repeat gets the same answer and does nothing' }),
});

function paramsOf(one: Endpoint): ZodOpenApiParameters {
  const header = [
    one.headers,
    one.ifMatch ? IF_MATCH : undefined,
    one.cacheable ? IF_NONE_MATCH : undefined,
    one.idempotent ? IDEMPOTENCY_KEY : undefined,
  ]
    .filter((schema) => schema !== undefined)
    .reduce((all: z.ZodObject, schema) => all.extend(schema.shape), z.object({}));
  return {
    ...(one.params === undefined ? {} : { path: one.params }),
    ...(one.query === undefined ? {} : { query: one.query }),
    ...(Object.keys(header.shape).length === 0 ? {} : { header }),
  };
}

function responsesOf(one: Endpoint): ZodOpenApiResponsesObject {
  const responses: Record<string, unknown> = {};
  for (const [status, answer] of Object.entries(one.responses)) responses[status] = answerOf(one, answer);
  if (one.cacheable) responses[304] = { description: 'You have the current state', headers: headers('ETag', 'X-Request-Id') };
  for (const [status, codes] of Object.entries(groupByStatus(errorCodes(one)))) {
    if (responses[status] !== undefined) continue;
    responses[status] = {
      description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`).join(' '),
      headers: headers('X-Request-Id', ...(['429', '503', '409'].includes(status) ? ['Retry-After'] : [])),
      content: { [PROBLEM_TYPE]: { schema: ProblemBody } },
    };
  }
  return responses as ZodOpenApiResponsesObject;
}

function answerOf(one: Endpoint, answer: Answer) {
  const type = answer.contentType ?? (answer.schema === undefined ? undefined : 'application/json');
  const names = new Set([
    ...(answer.headers ?? []),
    ...(one.cacheable ? ['ETag'] : []),
    ...(one.idempotent ? ['Idempotency-Replayed'] : []),
  ]);
  const media = type?.split(';')[0]?.trim();
  return {
    description: answer.description,
    headers: headers(...names, 'X-Request-Id', ...(one.limited === false ? [] : ['RateLimit'])),
    ...(media === undefined ? {} : { content: { [media]: { schema: answer.schema ?? { type: 'string' } } } }),
  };
}

/** Every code that a call can be refused with: the handler's, and what this layer says by itself. */
function errorCodes(one: Endpoint): ErrorCode[] {
  const codes: (ErrorCode | false | undefined)[] = [
    ...(one.errors ?? []),
    'invalid_request',
    one.limited !== false && 'unauthenticated',
    one.limited !== false && 'rate_limited',
    one.access !== 'open' && one.access !== 'public' && one.access !== 'reader' && 'forbidden',
    ...(one.body === undefined ? [] : (['payload_too_large', 'unsupported_media_type'] as const)),
    ...(one.idempotent ? (['idempotency_in_progress', 'idempotency_mismatch'] as const) : []),
    ...(one.ifMatch ? (['precondition_required', 'precondition_failed'] as const) : []),
    'storage_unavailable',
  ];
  return [...new Set(codes.filter((code) => typeof code === 'string'))];
}

function groupByStatus(codes: readonly ErrorCode[]): Record<string, ErrorCode[]> {
  const groups: Record<string, ErrorCode[]> = {};
  for (const code of codes) {
    const status = String(PROBLEMS[code].status);
    groups[status] = [...(groups[status] ?? []), code];
  }
  return groups;
}

/** Serves the document; its bytes never change while the program runs. */
export function openApiEndpoint(document: object): Endpoint {
  const json = JSON.stringify(document);
  return endpoint({
    method: 'get',
    path: '/openapi.json',
    summary: 'This description of the API (OpenAPI 3.1)',
    tags: ['operation'],
    access: 'open',
    cacheable: true,
    responses: { 200: { description: 'The document', schema: z.looseObject({ openapi: z.string() }) } },
    handler: () => ({ json, etag: 'openapi' }),
  });
}
