import { createServer as createHttpServer, IncomingMessage, type Server, ServerResponse } from 'node:http';
import { type Socket, Server as TcpServer } from 'node:net';
import { setImmediate as afterPoll, setTimeout as sleep } from 'node:timers/promises';
import type { App } from './app.ts';
import { makeProblem, PROBLEM_TYPE, PROBLEMS, type ProblemCode } from './problems.ts';

export interface Timeouts {
  /** Milliseconds for all headers of a request, for a whole request, between requests, without any movement. */
  headers: number;
  request: number;
  keepAlive: number;
  idle: number;
  /** How often the first two are looked at. */
  checkEvery: number;
}

/** Longer than the minute after which proxies let go of an idle connection, so that it is never us who hang up on them. */
const TIMEOUTS: Timeouts = { headers: 10_000, request: 30_000, keepAlive: 65_000, idle: 120_000, checkEvery: 1_000 };

/**
 * Express gives every request and response new prototypes, which is the dearest thing it does. Ours are made with these
 * prototypes, so that there is nothing left to change.
 */
export function createServer(app: App, timeouts: Partial<Timeouts> = {}): Server {
  const { headers, request, keepAlive, idle, checkEvery } = { ...TIMEOUTS, ...timeouts };
  const server = createHttpServer(
    {
      IncomingMessage: madeWith(IncomingMessage, app.express.request),
      ServerResponse: madeWith(ServerResponse, app.express.response),
      headersTimeout: headers,
      requestTimeout: request,
      keepAliveTimeout: keepAlive,
      connectionsCheckingInterval: checkEvery,
    },
    app.listener,
  );
  server.timeout = idle;
  server.on('clientError', (fault: NodeJS.ErrnoException, socket: Socket) => refuseConnection(app, fault, socket));
  // An upload that we would refuse is refused before it is sent.
  server.on('checkContinue', (req, res) => {
    if (Number(req.headers['content-length'] ?? 0) <= app.bodyLimit) res.writeContinue();
    app.listener(req, res);
  });
  server.on('checkExpectation', app.listener);
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  connections.set(server, { app, sockets });
  return server;
}

const connections = new WeakMap<Server, { app: App; sockets: Set<Socket> }>();

function madeWith<T extends object>(base: T, prototype: object): T {
  function Made(...given: unknown[]): unknown {
    return Reflect.construct(base as unknown as new () => object, given, Made);
  }
  Made.prototype = prototype;
  return Made as unknown as T;
}

/** What cannot even be read as a request is answered by hand, and its connection closed. */
function refuseConnection(app: App, fault: NodeJS.ErrnoException, socket: Socket): void {
  const current = (socket as unknown as { _httpMessage?: { headersSent: boolean } })._httpMessage;
  if (!socket.writable || fault.code === 'ECONNRESET' || current?.headersSent) {
    socket.destroy();
    return;
  }
  const [code, detail] = unreadable(fault);
  const id = app.newId();
  const body = JSON.stringify(makeProblem(code, detail, id));
  const { status, title } = PROBLEMS[code];
  const head = [
    `HTTP/1.1 ${status} ${title.replaceAll('`', '')}`,
    `Content-Type: ${PROBLEM_TYPE}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${id}`,
    'X-Content-Type-Options: nosniff',
    'Cache-Control: no-store',
    'Connection: close',
  ];
  app.log.info({ requestId: id, status, client: socket.remoteAddress, reason: fault.code }, 'unreadable request');
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  setTimeout(() => socket.destroy(), 500).unref();
}

function unreadable(fault: NodeJS.ErrnoException): [ProblemCode, string] {
  switch (fault.code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return ['request_timeout', 'The request did not arrive in time. Send it whole and without pauses.'];
    case 'HPE_HEADER_OVERFLOW':
      return ['headers_too_large', 'The headers are larger than 16 KiB together. Send fewer or shorter ones.'];
    default:
      return ['invalid_request', 'This is not a request that HTTP/1.1 allows. Check how it was written.'];
  }
}

/** How long the server goes on as before once readiness says no, for whoever sends requests here to notice. */
const NOTICE_MS = 250;
/** How long connections between two requests may still bring one, whose answer then is their last. */
const LAST_CALL_MS = 500;
/** A connection that has brought nothing for so long is not about to. */
const SILENT_MS = 1_000;

/**
 * Stops the server without failing a request that it accepted. First readiness says no; then nobody new is let in, and each
 * answer is the last on its connection. Connections are not told to close before that: their clients would come back as
 * newcomers just when the door shuts. Resolves when the last connection is closed, by force after the deadline.
 */
export async function closeServer(server: Server, deadlineMs: number = 10_000): Promise<void> {
  const known = connections.get(server);
  if (known === undefined || !server.listening) return;
  const began = performance.now();
  const passed = () => performance.now() - began;
  known.app.lifecycle.stopping = true;
  await sleep(Math.min(NOTICE_MS, deadlineMs / 4));
  // Right after the loop has taken in all who were waiting at the door.
  await afterPoll();
  let closed = false;
  const whenClosed = new Promise<void>((resolve) => {
    // Not `server.close`, which hangs up on idle connections at once, some of which are about to bring a request.
    TcpServer.prototype.close.call(server, () => {
      closed = true;
      resolve();
    });
  });
  known.app.lifecycle.closing = true;
  known.app.lifecycle.ending.abort();
  const lastCall = passed() + Math.min(LAST_CALL_MS, deadlineMs / 4);
  while (!closed && passed() < deadlineMs) {
    await Promise.race([whenClosed, sleep(25)]);
    if (passed() > lastCall) server.closeIdleConnections();
    if (passed() > lastCall + SILENT_MS) for (const socket of known.sockets) if (socket.bytesRead === 0) socket.destroy();
  }
  if (!closed) server.closeAllConnections();
  await whenClosed;
}
