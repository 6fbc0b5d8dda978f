import { expect, test } from 'vitest';
import { tick } from '../../src/actions/tick.ts';
import { waitingText } from '../../src/web/due/waiting.ts';
import { testApi } from '../support/api.ts';

/** The real ledger, with the flags that the calendar has raised by then. */
async function realApi(now = '2026-11-24T12:00:00Z') {
  const api = await testApi({ ledger: true, now });
  await tick(api.ctx);
  return api;
}

test('what is due stands with how long it waits, in whose words, and where to record what happened', async () => {
  const api = await realApi();
  const { status, body } = await api.get('/due?place=ALA&airline=DV');
  expect(status).toBe(200);
  const row = /<tr data-pair="ALA-KHI">.*?<\/tr>/.exec(body)![0];
  expect(row).toContain('overdue for 1,273 days');
  expect(row).toContain('Yerzhan Kistafin');
  expect(row).toMatch(/href="\/admin\/record\?route=[\w-]+"/);
  expect(row).toContain('4 July 2023');
  expect(body).not.toContain('ALA–LHE');
  expect(body).toContain('href="/admin/due"');
});

test('pages follow each other, the oldest first, and show each route once', async () => {
  const api = await realApi();
  const seen: string[] = [];
  let path: string | undefined = '/due';
  while (path !== undefined) {
    const { body } = await api.get(path);
    seen.push(...[...body.matchAll(/\/admin\/record\?route=([\w-]+)/g)].map((match) => match[1]!));
    path = /rel="next" href="([^"]+)"/.exec(body)?.[1]?.replaceAll('&amp;', '&');
  }
  const { body } = await api.get('/api/v1/routes?flag=due,overdue&limit=200');
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.length).toBeGreaterThan(200);
  expect(seen.slice(0, 200)).toEqual(body.items.map((item: { id: string }) => item.id));
});

test('a name is understood, and one that is not is told at its field', async () => {
  const api = await realApi();
  expect((await api.get('/due?place=almaty')).body).toContain('data-pair="ALA-KHI"');
  const { status, body } = await api.get('/due?place=nowhere-at-all&airline=');
  expect(status).toBe(400);
  expect(/id="f-place-fault">(.*?)</.exec(body)![1]).toContain('is not known here');
  expect(body).toContain('value="nowhere-at-all"');
  expect((await api.get('/due?place=london')).body).toMatch(/id="f-place-fault">[^<]*can mean/);
});

test('nothing due is said in a sentence', async () => {
  expect((await (await testApi()).get('/due')).body).toContain('Nothing is due here.');
});

test.each([
  ['2023-05-01', '2023-05-31', '2023-06-01', 'overdue for 1 day'],
  ['2023-05-01', '2023-05-31', '2023-05-31', 'due for 30 days, last day'],
  ['2023-05-01', '2023-05-31', '2023-05-01', 'due since today, until 31 May 2023'],
  ['2023-05-01', '2023-05-01', '2023-05-01', 'due today'],
  ['2023-05-01', null, '2023-06-01', 'due for 31 days, no last day'],
  [null, '2023-05-31', '2023-05-01', 'due, until 31 May 2023'],
])('a window from %s to %s on %s is %s', (earliest, latest, today, text) => {
  expect(waitingText({ earliest, latest }, today)).toBe(text);
});
