import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import express, { type Express, type Request, type Response } from 'express';
import type { Logger } from 'pino';
import type { Ctx } from '../context.ts';
import { AppError } from '../domain/errors.ts';
import { readVersion } from '../store/register.ts';
import { sendFault, sendMethodNotAllowed, sendOptions } from './answer.ts';
import { type Gate, gate } from './auth.ts';
import { responseCache } from './cache.ts';
import { clientFinder } from './client.ts';
import { docs } from './docs.ts';
import type { Endpoint, IdempotencyStore, Method } from './endpoint.ts';
import { type Exchange, exchangeOf, type FaultPage, type Lifecycle, requestNamer } from './exchange.ts';
import { type ClockReport, health } from './health.ts';
import { type GaugeReader, type Metrics, metrics } from './metrics.ts';
import { openApiDocument, openApiEndpoint } from './openapi.ts';
import { pipeline, type Run, type Services } from './pipeline.ts';
import { logRequest } from './request-log.ts';

export interface Extras {
  /** The program's. */
  version: string;
  /** Names what its pages look like. */
  edition?: string;
  idempotency?: IdempotencyStore;
  clock?: ClockReport;
  gauges?: GaugeReader;
  /** What a person sees of a refusal. */
  faultPage?: FaultPage;
}

export interface App {
  express: Express;
  /** OpenAPI 3.1. */
  document: object;
  /** What the server calls for each request. */
  listener: (request: IncomingMessage, response: ServerResponse) => void;
  lifecycle: Lifecycle;
  bodyLimit: number;
  newId: () => string;
  log: Logger;
}

/** Everything that answers: the endpoints given, and what tells of them and of the server. */
export function createApp(ctx: Ctx, endpoints: readonly Endpoint[], extras: Extras): App {
  const lifecycle: Lifecycle = { stopping: false, closing: false, ending: new AbortController() };
  const measured = metrics(extras.gauges);
  const own = [...health(ctx, lifecycle, extras.clock), measured.endpoint];
  const documented = [...endpoints, ...own];
  const document = openApiDocument(documented, extras.version);
  const all = [...documented, openApiEndpoint(document), ...docs()];
  const door = gate(ctx);
  const services: Services = {
    ctx,
    findKey: door.findKey,
    faultPage: extras.faultPage,
    cache: responseCache(),
    idempotency: extras.idempotency,
    dataVersion: together(() => readVersion(ctx.db)),
    epoch: epochOf(`${extras.version} ${extras.edition}`, ctx.reference.digest),
  };
  const router = route(all, services);
  const isExempt = exemption(all.filter((one) => one.limited === false).map((one) => one.path));
  return {
    express: router,
    document,
    listener: listenerOf(ctx, { router, door, lifecycle, measured, isExempt, faultPage: extras.faultPage }),
    lifecycle,
    bodyLimit: ctx.config.BODY_LIMIT,
    newId: ctx.newId,
    log: ctx.log,
  };
}

/** What is done for every request, whatever it asks for; then Express finds the endpoint. */
function listenerOf(
  ctx: Ctx,
  parts: {
    router: Express;
    door: Gate;
    lifecycle: Lifecycle;
    measured: Metrics;
    isExempt: (path: string) => boolean;
    faultPage: FaultPage | undefined;
  },
): App['listener'] {
  const { router, door, lifecycle, measured, isExempt, faultPage } = parts;
  const findClient = clientFinder(ctx.config.TRUSTED_PROXIES);
  const nameOf = requestNamer(ctx.newId);

  function finished(this: ServerResponse): void {
    const exchange = exchangeOf(this);
    const milliseconds = performance.now() - exchange.startedAt;
    measured.observe(exchange, milliseconds / 1000);
    logRequest(ctx.log, exchange, milliseconds);
  }

  return (request, response) => {
    const exchange: Exchange = {
      request,
      response,
      id: nameOf(request),
      startedAt: performance.now(),
      client: findClient(request),
      key: undefined,
      route: undefined,
      verdict: undefined,
      bytes: 0,
      lifecycle,
      // Until the endpoint is known, whoever takes HTML is a person.
      faultPage: request.headers.accept?.includes('text/html') ? faultPage : undefined,
    };
    (response as unknown as { locals: Exchange }).locals = exchange;
    response.on('close', finished);
    try {
      const admitted = isExempt(pathOf(request.url as string)) ? undefined : door.admit(exchange);
      if (admitted === undefined) router(request, response);
      else {
        admitted.then(
          () => router(request, response),
          (fault) => refuse(ctx, exchange, fault),
        );
      }
    } catch (fault) {
      refuse(ctx, exchange, fault);
    }
  };
}

function refuse(ctx: Ctx, exchange: Exchange, fault: unknown): void {
  if (sendFault(exchange, fault)) ctx.log.error({ err: fault, requestId: exchange.id }, 'a request failed');
}

/** One Express route for each path, which knows the path's methods. */
function route(endpoints: readonly Endpoint[], services: Services): Express {
  const router = express();
  router.disable('x-powered-by');
  router.enable('case sensitive routing');
  for (const [path, ofPath] of byPath(endpoints)) {
    const runs: Record<string, Run> = {};
    for (const one of ofPath) runs[one.method.toUpperCase()] = pipeline(one, services);
    if (runs.GET !== undefined) runs.HEAD = runs.GET;
    const allow = [...Object.keys(runs), 'OPTIONS'].join(', ');
    router.route(expressPath(path)).all((req: Request, res: Response) => {
      const exchange = exchangeOf(res);
      const run = runs[req.method];
      if (run !== undefined) void run(exchange, req.params);
      else if (req.method === 'OPTIONS') sendOptions(exchange, allow);
      else sendMethodNotAllowed(exchange, allow);
    });
  }
  router.use((req: Request, res: Response) => {
    if (req.method === 'OPTIONS' && req.url === '*') sendOptions(exchangeOf(res), 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS');
    else
      sendFault(
        exchangeOf(res),
        new AppError('not_found', `There is nothing at this path. ${hint(req.path)}/openapi.json lists what there is.`),
      );
  });
  router.use((fault: unknown, _req: Request, res: Response, _next: unknown) => refuse(services.ctx, exchangeOf(res), fault));
  return router;
}

/** Whether nobody's limit counts a path: before the router has found the endpoint, and on each request, so without patterns. */
function exemption(paths: readonly string[]): (path: string) => boolean {
  const whole = new Set(paths.filter((path) => !path.includes('{')));
  const beginnings = paths.filter((path) => path.includes('{')).map((path) => path.slice(0, path.indexOf('{')));
  return (path) => whole.has(path) || beginnings.some((beginning) => path.startsWith(beginning));
}

function pathOf(url: string): string {
  const mark = url.indexOf('?');
  return mark === -1 ? url : url.slice(0, mark);
}

function hint(path: string): string {
  return /^\/(?!api\/|health\/|docs|feeds\/|exports\/)/.test(path) ? 'The API begins at /api/v1; ' : '';
}

/** Literal parts before parameters, so that `/routes/upcoming` is not an id. */
function byPath(endpoints: readonly Endpoint[]): [string, Endpoint[]][] {
  const paths = new Map<string, Endpoint[]>();
  for (const one of endpoints) {
    const ofPath = paths.get(one.path) ?? [];
    if (ofPath.some((other) => other.method === one.method)) throw new Error(`${one.method satisfies Method} ${one.path} is there twice`);
    paths.set(one.path, [...ofPath, one]);
  }
  const rank = (path: string) => path.replaceAll('{', '\uffff');
  return [...paths].sort(([a], [b]) => (rank(a) < rank(b) ? -1 : 1));
}

/** `/routes/{id}` as Express writes it. */
function expressPath(path: string): string {
  return path.replace(/[()[\]?+!*:]/g, '\\$&').replace(/\{(\w+)\}/g, ':$1');
}

/** One reading for all who ask in the same turn of the loop: it begins after each of them came, so none sees an older state. */
function together<T>(read: () => Promise<T>): () => Promise<T> {
  let next: Promise<T> | undefined;
  return () => {
    next ??= new Promise((resolve, reject) => {
      setImmediate(() => {
        next = undefined;
        read().then(resolve, reject);
      });
    });
    return next;
  };
}

/** Short, and without a hyphen: what follows the last hyphen of a tag is this. */
function epochOf(version: string, referenceDigest: string): string {
  return createHash('sha256').update(`${version} ${referenceDigest}`).digest('hex').slice(0, 8);
}
