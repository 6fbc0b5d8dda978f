import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { onTestFinished } from 'vitest';

interface Received {
  id: string;
  path: string;
  headers: Record<string, string>;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests say what they expect of it
  body: any;
}

export interface Receiver {
  url: string;
  received: Received[];
  /** What is answered from now on; a status, or whatever the function does. */
  answer: (how: number | ((request: Received, response: ServerResponse, count: number) => void)) => void;
  /** Throws unless the message bears a signature of that secret, as an independent implementation sees it. */
  check: (one: Received, secret: string) => void;
}

/** A real HTTP server on loopback that keeps what it gets. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  let how: Parameters<Receiver['answer']>[0] = 204;
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const headers = request.headers as Record<string, string>;
    const one = { id: headers['webhook-id'] ?? '', path: request.url ?? '', headers, text, body: JSON.parse(text) };
    received.push(one);
    if (typeof how === 'number') response.writeHead(how).end();
    else how(one, response, received.length);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    answer(next) {
      how = next;
    },
    check(one, secret) {
      // The time of the message is the test's clock, and the package knows only the real one: it checks the signature for now.
      const webhook = new Webhook(secret);
      const { timestamp } = { timestamp: Number(one.headers['webhook-timestamp']) };
      const expected = webhook.sign(one.id, new Date(timestamp * 1000), one.text);
      if (!one.headers['webhook-signature']?.split(' ').includes(expected)) throw new Error('no signature of that secret');
    },
  };
}
