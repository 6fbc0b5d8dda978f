import { connect, type Socket } from 'node:net';

const CONNECTIONS = 16;

/**
 * Answers a second from loopback with 16 connections that each ask for the next path as soon as they have their answer.
 * It speaks just enough HTTP/1.1 to find the end of an answer of known length: a complete client costs more than the
 * answers that it measures, and shares the machine with the server.
 */
export async function throughput(
  port: number,
  paths: readonly string[],
  headers: Record<string, string>,
  seconds: number,
  from: number,
): Promise<number> {
  const tail = Object.entries({ Host: `127.0.0.1:${port}`, ...headers })
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
  let next = from;
  const nextRequest = (): string => {
    next += 1;
    return `GET ${paths[next % paths.length]} HTTP/1.1\r\n${tail}\r\n`;
  };
  let isOver = false;
  let answers = 0;
  const begun = performance.now();
  const done = Array.from({ length: CONNECTIONS }, () =>
    ask(connect({ port, host: '127.0.0.1', noDelay: true }), () => {
      answers += 1;
      return isOver ? undefined : nextRequest();
    }),
  );
  const timer = setTimeout(() => {
    isOver = true;
  }, seconds * 1000);
  try {
    await Promise.all(done);
  } finally {
    clearTimeout(timer);
  }
  return (answers - CONNECTIONS) / ((performance.now() - begun) / 1000);
}

/** `nextRequest` is asked at the start and after each answer. */
function ask(socket: Socket, nextRequest: () => string | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    let head = '';
    let received = 0;
    let whole: number | undefined;
    const go = (): void => {
      head = '';
      received = 0;
      whole = undefined;
      const request = nextRequest();
      if (request === undefined) socket.end();
      else socket.write(request, 'latin1');
    };
    socket.on('connect', go);
    socket.on('error', reject);
    socket.on('close', () => (received > 0 ? reject(new Error('the server cut an answer short')) : resolve()));
    socket.on('data', (bytes) => {
      if (whole === undefined) head += bytes.toString('latin1');
      received += bytes.length;
      whole ??= lengthOf(head);
      if (whole === received) go();
    });
  });
}

/** Bytes of the whole answer, once its head is there. */
function lengthOf(head: string): number | undefined {
  const end = head.indexOf('\r\n\r\n');
  if (end === -1) return undefined;
  const status = head.slice(9, 12);
  if (status === '304') return end + 4;
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  if (status !== '200' || length === undefined) throw new Error(`not an answer to measure: ${head.slice(0, 1000)}`);
  return end + 4 + Number(length);
}
