import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import { inject } from 'vitest';

export interface Behaviour {
  connected?: (socket: Socket) => void;
  /** The whole request has come. */
  asked?: (socket: Socket) => void;
  tls?: { key: string; cert: string };
  host?: string;
  /** Whether the receiver keeps its half after the other end has closed. */
  halfOpen?: boolean;
}

/** A server that may misbehave on the level of bytes. */
export interface Receiver {
  port: number;
  connections: number;
  requests: string[];
  /** Names that TLS clients asked for. */
  names: unknown[];
  /** Bytes written to all of its sockets. */
  sent: () => number;
  open: () => number;
  close: () => Promise<void>;
}

export async function receiver(behaviour: Behaviour): Promise<Receiver> {
  const sockets = new Set<Socket>();
  const everSeen: Socket[] = [];
  const here: Receiver = {
    port: 0,
    connections: 0,
    requests: [],
    names: [],
    sent: () => everSeen.reduce((sum, socket) => sum + socket.bytesWritten, 0),
    open: () => sockets.size,
    close: () =>
      new Promise((done) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => done());
      }),
  };

  const serve = (socket: Socket): void => {
    let text = '';
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      const head = text.indexOf('\r\n\r\n') + 4;
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1]);
      if (head === 3 || !(text.length >= head + length)) return;
      here.requests.push(Buffer.from(text, 'latin1').toString());
      text = '';
      behaviour.asked?.(socket);
    });
    behaviour.connected?.(socket);
  };

  const server: Server =
    behaviour.tls === undefined
      ? createServer({ allowHalfOpen: behaviour.halfOpen ?? false }, serve)
      : createTlsServer(behaviour.tls, (socket: TLSSocket) => {
          here.names.push(socket.servername);
          serve(socket);
        });
  server.on('tlsClientError', () => {});
  server.on('connection', (socket: Socket) => {
    here.connections += 1;
    everSeen.push(socket);
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((done) => server.listen(0, behaviour.host ?? '127.0.0.1', done));
  here.port = (server.address() as AddressInfo).port;
  return here;
}

/** A certificate signed by itself, made by openssl. */
export function certificateFor(name: string): { key: string; cert: string } {
  const folder = mkdtempSync(join(inject('scratch'), 'certificate-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const kind = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  execFileSync('openssl', [...kind, '-keyout', key, '-out', cert, '-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`], {
    stdio: 'pipe',
  });
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
}
