import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createKey } from '../../src/actions/keys.ts';
import { verify } from '../../src/actions/verify.ts';
import { said, startCli } from '../support/processes.ts';
import { testRegister } from '../support/register.ts';

test('a full disk refuses writes with 503, keeps answering reads, and is forgotten as soon as there is room', async () => {
  const { ctx, url } = await testRegister();
  const { token } = await createKey(ctx, { name: 'desk', scope: 'editor' });
  const server = startCli(['serve'], { PORT: '0', DATABASE_URL: url, SEED_DATA: 'off', LOG_LEVEL: 'fatal' });
  const [, origin] = /serves (http:\/\/localhost:\d+)/.exec(await said(server, 'serves'))!;
  /** As if the disk had room for files of that size and no more. */
  const leaveRoom = (bytes: number | 'unlimited') =>
    execFileSync('prlimit', ['--pid', String(server.child.pid), `--fsize=${bytes}:unlimited`]);
  const record = (speaker: string) =>
    fetch(`${origin}/api/v1/announcements`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        origin: 'ALA',
        destination: 'LHE',
        status: 'announced',
        effective: '2027-04',
        speaker,
        note: 'n'.repeat(1000),
        source: { name: 'wire', kind: 'media' },
        publishedOn: '2026-01-02',
      }),
    });
  leaveRoom(statSync(`${url.slice('sqlite:'.length)}-wal`).size + 400_000);
  const acknowledged: string[] = [];
  let refused: Response | undefined;
  for (let number = 0; number < 500 && refused === undefined; number += 1) {
    const response = await record(`speaker ${number}`);
    if (response.status === 201) acknowledged.push(((await response.json()) as { announcement: { id: string } }).announcement.id);
    else refused = response;
  }
  expect(acknowledged.length).toBeGreaterThan(0);
  expect(refused?.status).toBe(503);
  expect(refused?.headers.get('retry-after')).toBe('5');
  expect(await refused?.json()).toMatchObject({ code: 'storage_unavailable', detail: expect.stringMatching(/nothing was changed/) });

  const read = await fetch(`${origin}/api/v1/routes?origin=ALA&destination=LHE`);
  expect(read.status).toBe(200);
  const { items } = (await read.json()) as { items: { announcements: { id: string }[] }[] };
  expect(items[0]?.announcements.map((one) => one.id).sort()).toEqual(acknowledged.sort());

  leaveRoom('unlimited');
  expect((await record('after')).status).toBe(201);
  expect(await verify(ctx)).toMatchObject({ faults: [], announcements: acknowledged.length + 1 });
  server.child.kill('SIGTERM');
  expect(await server.finished).toMatchObject({ code: 0, stderr: '' });
});
