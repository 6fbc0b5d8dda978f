import { once } from 'node:events';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

/** One message, in few words: there may be tens of thousands. */
export interface Arrival {
  /** The whole URL it was sent to. */
  url: string;
  id: string;
  route: string;
  type: string;
  /** By `performance.now()`. */
  at: number;
}

export interface AlertReceiver {
  /** `http://127.0.0.1:PORT`. */
  origin: string;
  arrivals: Arrival[];
  /** Told of each message, before its answer and after it. */
  watch: { before?: (count: number) => void; after?: (count: number) => void };
  /** Connections that are open. */
  sockets: ReadonlySet<Socket>;
}

/** A receiver on loopback that takes everything, and answers after so many milliseconds. */
export async function alertReceiver(thinks = 0): Promise<AlertReceiver> {
  const arrivals: Arrival[] = [];
  const { origin, sockets } = await listening(async (request, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      // Its sender was killed in the middle of it.
      return;
    }
    const { type, data } = JSON.parse(Buffer.concat(chunks).toString());
    const route = String(data.links.route).split('/').at(-1)!;
    arrivals.push({ url: origin + request.url, id: String(request.headers['webhook-id']), route, type, at: performance.now() });
    const count = arrivals.length;
    receiver.watch.before?.(count);
    if (thinks > 0) await sleep(thinks);
    response.writeHead(204).end(() => receiver.watch.after?.(count));
  });
  const receiver: AlertReceiver = { origin, arrivals, watch: {}, sockets };
  return receiver;
}

/** A server on a free port of loopback, and the connections to it that are open; gone when the test ends. */
export async function listening(listener: RequestListener): Promise<{ origin: string; sockets: ReadonlySet<Socket> }> {
  const server = createServer(listener);
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen({ port: 0, host: '127.0.0.1', backlog: 2048 });
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, sockets };
}
