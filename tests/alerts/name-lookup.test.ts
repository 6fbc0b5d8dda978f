import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { lookUpAll } from '../../src/alerts/name-lookup.ts';

/** A name server on loopback that knows one address of every name, in IPv4; or one that never answers. */
async function nameServer(address: string | undefined): Promise<{ server: string; asked: () => number }> {
  const socket = createSocket('udp4');
  let asked = 0;
  socket.on('message', (question, from) => {
    asked += 1;
    if (address === undefined) return;
    const end = question.indexOf(0, 12) + 5;
    const isFour = question.readUInt16BE(end - 4) === 1;
    const header = Buffer.from(question.subarray(0, 12));
    header.writeUInt16BE(0x8180, 2);
    header.writeUInt16BE(isFour ? 1 : 0, 6);
    header.writeUInt32BE(0, 8);
    const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, ...address.split('.').map(Number)]);
    socket.send(Buffer.concat([header, question.subarray(12, end), ...(isFour ? [record] : [])]), from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  onTestFinished(() => void socket.close());
  return { server: `127.0.0.1:${socket.address().port}`, asked: () => asked };
}

test('a name that a name server knows has the addresses that it says', async () => {
  const { server } = await nameServer('192.0.2.7');
  expect(await lookUpAll('hooks.example.org', { servers: [server] })).toEqual([{ address: '192.0.2.7', family: 4 }]);
});

test('a name server that never answers is given up, and the system is not asked, which would wait for it too', async () => {
  const { server, asked } = await nameServer(undefined);
  await expect(lookUpAll('localhost.example.org', { servers: [server], timeoutMs: 100 })).rejects.toMatchObject({ code: 'ETIMEOUT' });
  expect(asked()).toBeGreaterThan(1);
});

test('a name that no name server can be asked about is looked for by the system, which knows the hosts file', async () => {
  const { server } = await nameServer('192.0.2.7');
  const nobody = `127.0.0.1:${Number(server.split(':')[1]) === 9 ? 10 : 9}`;
  expect((await lookUpAll('localhost', { servers: [nobody] })).map((one) => one.address)).toEqual(
    expect.arrayContaining([expect.stringMatching(/^(127\.0\.0\.1|::1)$/)]),
  );
});
