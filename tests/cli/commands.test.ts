import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { rssOf, startFeedServer } from '../support/feed-server.ts';
import { cli, said, startCli } from '../support/processes.ts';
import { engines, newPostgresDatabase } from '../support/register.ts';

const PROMISE = 'published_on,origin,destination,status,effective\n2023-03-23,ALA,LHE,announced,2023-04\n';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'inaugural-cli-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

describe.each(engines())('the command line on %s', (engine) => {
  test('a promise of April is due in Almaty at 18:00 UTC on 31 March, once, however many ask at once', async () => {
    const home = folder();
    const env = { DATABASE_URL: engine === 'sqlite' ? `sqlite:${join(home, 'r.db')}` : await newPostgresDatabase() };
    writeFileSync(join(home, 'promise.csv'), PROMISE);
    const imported = await cli(['import', join(home, 'promise.csv')], env);
    expect([imported.code, imported.stdout, imported.stderr]).toEqual([0, '1 statement recorded, 1 new route, 0 known already\n', '']);
    const at = async (instant: string, ...more: string[]) =>
      JSON.parse((await cli(['tick', '--at', instant, '--json', ...more], env)).stdout);
    expect(await at('2023-03-31T17:59:59Z')).toEqual({ at: '2023-03-31T17:59:59.000Z', flagged: [], events: 0 });
    const dry = await at('2023-03-31T18:00:00Z', '--dry-run');
    expect(dry).toEqual({
      at: '2023-03-31T18:00:00.000Z',
      flagged: [{ route: expect.any(String), origin: 'ALA', destination: 'LHE', flag: 'due' }],
      events: 1,
    });
    const ticks = await Promise.all([1, 2, 3].map(() => at('2023-04-01T00:00+06:00')));
    expect(ticks.map((tick) => tick.events).sort()).toEqual([0, 0, 1]);
    expect(ticks.flatMap((tick) => tick.flagged)).toEqual(dry.flagged);
    const verified = await cli(['verify'], env);
    expect([verified.code, verified.stdout]).toEqual([0, expect.stringMatching(/^sound: 1 route follow/)]);
  });

  test('export, backup and restore hand the register on', async () => {
    const home = folder();
    const env = { DATABASE_URL: engine === 'sqlite' ? `sqlite:${join(home, 'r.db')}` : await newPostgresDatabase() };
    writeFileSync(join(home, 'promise.csv'), PROMISE);
    await cli(['import', join(home, 'promise.csv')], env);
    const toFile = await cli(['export', join(home, 'out.csv')], env);
    expect(toFile.stderr).toContain('1 statement written');
    const exported = await cli(['export'], env);
    expect(readFileSync(join(home, 'out.csv'), 'utf8')).toBe(exported.stdout);
    expect((await cli(['import', join(home, 'out.csv'), '--json'], env)).stdout).toContain('"added": 0');
    expect((await cli(['backup', join(home, 'b.db')], env)).code).toBe(0);
    const other = { DATABASE_URL: `sqlite:${join(home, 'restored.db')}` };
    expect((await cli(['restore', join(home, 'b.db')], other)).code).toBe(0);
    expect((await cli(['export'], other)).stdout).toBe(exported.stdout);
  });

  test('corrections are added, listed as a file that readings take, and removed, beside a running server', async () => {
    const home = folder();
    const DATABASE_URL = engine === 'sqlite' ? `sqlite:${join(home, 'r.db')}` : await newPostgresDatabase();
    const env = { DATABASE_URL, SEED_DATA: 'off' };
    const correction = (...args: string[]) => cli(['correction', ...args], env);
    const running = startCli(['serve'], { ...env, PORT: '0', ADMIN_KEY: 'the-key-that-the-operator-has-chosen' });
    const [, origin] = /serves (http:\/\/localhost:\d+)/.exec(await said(running, 'It holds'))!;
    const body = JSON.stringify({
      text: 'WestJet will launch flights from the Queen City to Phoenix in May 2027.',
      publishedOn: '2026-11-20',
    });
    const headers = { 'Content-Type': 'application/json' };
    const readBy = async () => (await fetch(`${origin}/api/v1/extractions`, { method: 'POST', headers, body })).text();
    expect(await readBy()).not.toContain('YQR');
    const added = await correction('add', 'the Queen City', '--place', 'yqr');
    const [, id] = /^"the Queen City" means YQR from now on, by correction (\S+)\.\n$/.exec(added.stdout)!;
    expect(await readBy()).toContain('"code":"YQR"');
    expect((await correction('add', 'the Teal Deal', '--airline', 'WestJet')).code).toBe(0);
    expect((await correction('add', 'sponsored content', '--drop')).stdout).toMatch(/^"sponsored content" is dropped from now on/);
    const list = await correction('list', '--json');
    expect(
      list.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { kind: 'place', words: 'the Queen City', means: 'YQR' },
      { kind: 'airline', words: 'the Teal Deal', means: 'westjet' },
      { kind: 'drop', words: 'sponsored content', means: null },
    ]);
    writeFileSync(join(home, 'taught.jsonl'), list.stdout);
    writeFileSync(join(home, 'text.txt'), 'The Teal Deal will launch flights from the Queen City to Phoenix in May 2027.');
    const alone = ['extract', join(home, 'text.txt'), '--published', '2026-11-20'];
    expect((await cli([...alone, '--corrections', join(home, 'taught.jsonl')])).stdout).toMatch(/YQR-PHX +WestJet \(WS\)/);
    expect((await cli([...alone, '--effect'], env)).stdout).toMatch(/YQR-PHX +WestJet \(WS\).*makes a new route/);
    expect((await correction('list')).stdout).toMatch(new RegExp(`${id} +place +the Queen City +YQR .* operator\n`));
    expect((await correction('remove', id!)).stdout).toBe(`Correction ${id} is gone.\n`);
    expect(await readBy()).not.toContain('YQR');
    expect((await correction('remove', id!)).stderr).toBe(`There is no correction ${id}.\n`);
    running.child.kill('SIGTERM');
    await running.finished;
  });
});

test('the first start says where, how much and the key; the second says no key; each stops at SIGTERM', async () => {
  const home = folder();
  writeFileSync(join(home, '.env'), 'PORT=0\nDATABASE_URL=sqlite:mine.db\n');
  const first = startCli(['serve'], {}, home);
  const greeting = await said(first, 'It holds');
  expect(greeting).toContain('1,093 statements of data/announcements.csv were imported');
  expect(greeting).toMatch(/It holds 644 routes and 1,093 statements in .*mine\.db/);
  const [, key] = /Admin key, shown this once: +(inaugural_[\w-]{43})\n/.exec(greeting)!;
  const [, origin] = /serves (http:\/\/localhost:\d+)/.exec(greeting)!;
  const keys = await fetch(`${origin}/api/v1/keys`, { headers: { Authorization: `Bearer ${key}` } });
  expect(keys.status).toBe(200);
  expect(((await (await fetch(`${origin}/health/ready`)).json()) as { status: string }).status).toBe('ready');
  first.child.kill('SIGTERM');
  const { code, stderr } = await first.finished;
  expect(code).toBe(0);
  expect(stderr).not.toContain(key);
  const second = startCli(['serve'], {}, home);
  expect(await said(second, 'It holds')).not.toContain('Admin key');
  second.child.kill('SIGTERM');
  expect((await second.finished).code).toBe(0);
});

test("the operator's own key and an empty register", async () => {
  const home = folder();
  const ADMIN_KEY = 'the-key-that-the-operator-has-chosen';
  const running = startCli(['serve'], { PORT: '0', DATABASE_URL: `sqlite:${join(home, 'r.db')}`, SEED_DATA: 'off', ADMIN_KEY });
  const greeting = await said(running, 'It holds');
  expect(greeting).toContain('It holds 0 routes and 0 statements');
  expect(greeting).not.toContain('Admin key');
  const [, origin] = /serves (http:\/\/localhost:\d+)/.exec(greeting)!;
  expect((await fetch(`${origin}/api/v1/audit`, { headers: { Authorization: `Bearer ${ADMIN_KEY}` } })).status).toBe(200);
  expect((await fetch(`${origin}/api/v1/places/ALA`)).status).toBe(200);
  running.child.kill('SIGTERM');
  await running.finished;
});

test('a port in use is said in one sentence', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => taken.close() && undefined);
  await new Promise((resolve) => taken.once('listening', resolve));
  const { port } = taken.address() as { port: number };
  const { code, stderr } = await cli(['serve'], {
    PORT: String(port),
    HOST: '127.0.0.1',
    SEED_DATA: 'off',
    TICK: 'off',
    DATABASE_URL: `sqlite:${join(folder(), 'r.db')}`,
  });
  expect([code, stderr]).toEqual([1, `Port ${port} on 127.0.0.1 is in use by another program; set PORT to a free one.\n`]);
});

test('every fault of the configuration is named at once, and secrets are not', async () => {
  const bad = await cli(['config'], {
    PORT: 'abc',
    RATE_LIMIT: '-1',
    DATABASE_URL: 'mysql://me:pass@host/x',
    ADMIN_KEY: 'short',
    LOG_LEVEL: 'loud',
  });
  expect(bad.code).toBe(1);
  for (const name of ['PORT', 'RATE_LIMIT', 'DATABASE_URL', 'ADMIN_KEY', 'LOG_LEVEL']) expect(bad.stderr).toContain(`\n  ${name} `);
  expect(bad.stderr).not.toMatch(/short|pass@/);
  const good = await cli(['config', '--json'], { ADMIN_KEY: 'x'.repeat(40), DATABASE_URL: 'postgres://me:pass@host/x' });
  expect(JSON.parse(good.stdout)).toMatchObject({ PORT: '3000', ADMIN_KEY: '(hidden)' });
  expect(good.stdout).not.toMatch(/pass@|xxxx/);
});

test.each([
  [['tick', '--at', 'tomorrow'], 'Write a moment with its offset'],
  [['tick', '--at', '2023-02-30T00:00:00Z'], 'Write a moment with its offset'],
  [['import', 'nowhere.csv'], 'nowhere.csv cannot be read'],
  [['nonsense'], "unknown command 'nonsense'"],
  [['verify'], 'cannot be used'],
  [['key', 'revoke', 'nobody'], 'There is no key nobody'],
])('%s fails with one clear line and exit code 1', async (args, words) => {
  const { code, stderr, stdout } = await cli(args, { DATABASE_URL: `sqlite:${join(folder(), 'r.db')}` });
  expect(code).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toContain(words);
  expect(stderr).not.toContain('    at ');
});

test('a bad file changes nothing, names each fault, and may be imported without its bad rows', async () => {
  const home = folder();
  const env = { DATABASE_URL: `sqlite:${join(home, 'r.db')}` };
  const file = join(home, 'ledger.csv');
  writeFileSync(file, `${PROMISE}2023-03-24,XXQ,LHE,flown,never\n`);
  const refused = await cli(['import', file], env);
  expect(refused.code).toBe(1);
  for (const place of ['line 3, origin', 'line 3, status', 'line 3, effective']) expect(refused.stderr).toContain(place);
  const skipped = await cli(['import', file, '--skip-bad'], env);
  expect([skipped.code, skipped.stdout]).toEqual([0, '1 statement recorded, 1 new route, 0 known already\n']);
  expect(skipped.stderr).toContain('left out: line 3, origin');
  writeFileSync(file, Buffer.concat([Buffer.from(PROMISE), Buffer.from([0xff, 0xfe, 10])]));
  expect((await cli(['import', file], env)).stderr).toContain('line 3 of');
});

test('keys are made, listed and revoked', async () => {
  const env = { DATABASE_URL: `sqlite:${join(folder(), 'r.db')}` };
  const made = JSON.parse(
    (await cli(['key', 'create', 'desk', '--scope', 'admin', '--expires', '2030-01-01T00:00:00Z', '--json'], env)).stdout,
  );
  expect(made).toMatchObject({ name: 'desk', scope: 'admin', expiresAt: '2030-01-01T00:00:00.000Z' });
  const listed = await cli(['key', 'list'], env);
  expect(listed.stdout).toContain(made.id);
  expect(listed.stdout).not.toContain(made.token);
  await cli(['key', 'revoke', made.id], env);
  expect((await cli(['key', 'list'], env)).stdout).toContain('revoked');
});

test('every command explains itself', async () => {
  for (const name of ['serve', 'migrate', 'tick', 'import', 'export', 'key', 'backup', 'restore', 'verify', 'config']) {
    const { code, stdout } = await cli([name, '--help']);
    expect([name, code, stdout.includes('Usage: inaugural')]).toEqual([name, 0, true]);
  }
});

test('subscriptions are made as over HTTP: codes in any case, mailboxes checked, every fault named', async () => {
  const home = folder();
  const env = {
    DATABASE_URL: `sqlite:${join(home, 'r.db')}`,
    WEBHOOK_HTTP: 'on',
    WEBHOOK_ALLOW: '127.0.0.1',
    SMTP_URL: 'smtp://127.0.0.1:9',
  };
  const create = (...args: string[]) => cli(['subscription', 'create', ...args], env);
  const hook = ['--webhook', 'http://127.0.0.1:9/'];
  const made = await create(...hook, '--place', 'kz', '--airline', 'dv', '--json');
  expect([made.code, JSON.parse(made.stdout).filter.place, JSON.parse(made.stdout).secret]).toEqual([
    0,
    'KZ',
    expect.stringMatching(/^whsec_/),
  ]);
  const mail = await create('--email', 'Desk@Example.org', '--json');
  expect(JSON.parse(mail.stdout)).toMatchObject({ target: 'desk@example.org', state: 'unconfirmed' });
  expect((await create('--email', 'nobody')).stderr).toMatch(/Write an e-mail address/);
  expect((await create(...hook, '--contact', 'nobody')).stderr).toMatch(/Write an e-mail address/);
  const wrong = await create(...hook, '--place', 'QQQ', '--airline', 'nobody at all');
  expect([wrong.code, wrong.stderr.trim().split('\n').length]).toEqual([1, 2]);
  expect(wrong.stderr).toMatch(/--place: "QQQ" is no place[\s\S]*--airline: "nobody at all" is no airline/);
  expect((await cli(['subscription', 'list', '--json'], env)).stdout).toMatch(/desk@example.org/);
});

test('a correction that cannot be is refused with every fault', async () => {
  const env = { DATABASE_URL: `sqlite:${join(folder(), 'r.db')}` };
  const add = (...args: string[]) => cli(['correction', 'add', ...args], env);
  const wrong = await add('of the', '--place', 'CA');
  expect([wrong.code, wrong.stderr.trim().split('\n')]).toEqual([
    1,
    [
      'The correction has 2 faults.',
      '  /words: stands in nearly every text: write more of the words around it',
      '  /means: "CA" is a country: write an IATA code (YQR) or a metropolitan code (LON)',
    ],
  ]);
  expect((await add('flights', '--drop')).stderr).toBe('words: stands in nearly every text: write more of the words around it.\n');
  for (const args of [[], ['--drop', '--place', 'YQR']]) {
    expect((await add('the Queen City', ...args)).stderr).toBe('Give one of: --place CODE, --airline AIRLINE, --drop.\n');
  }
  expect((await add('the Queen City', '--place', 'YQR')).code).toBe(0);
  const twice = await add('The Queen City', '--airline', 'WS');
  expect([twice.code, twice.stderr]).toEqual([
    1,
    expect.stringMatching(/^"the Queen City" means YQR already, by correction \S+\. Remove that one first\.\n$/),
  ]);
});

test('sources are added, asked, paused, resumed and removed', async () => {
  const feeds = await startFeedServer();
  feeds.at('/a', (response) => response.end(rssOf([{ id: 'n1', title: 'A story' }])));
  const env = { DATABASE_URL: `sqlite:${join(folder(), 'r.db')}`, SEED_DATA: 'off', WEBHOOK_HTTP: 'on', WEBHOOK_ALLOW: '127.0.0.1' };
  const source = (...args: string[]) => cli(['source', ...args], env);
  const refused = await source('add', 'http://169.254.169.254/', '--name', 'x');
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('not at a public address')]);
  const added = await source('add', `${feeds.url}/a`, '--name', 'The Herald');
  const [, id] = /^Source (\S+) is watched/.exec(added.stdout)!;
  expect((await source('poll', id!)).stdout).toBe('1 new item, 0 drafts for the inbox.\n');
  feeds.at('/a', (response) => response.writeHead(500).end());
  const failed = await source('poll', id!);
  expect([failed.code, failed.stderr]).toEqual([1, 'The feed could not be read: answered with status 500.\n']);
  expect((await source('pause', id!)).stdout).toBe(`Source ${id} is paused.\n`);
  expect((await source('list')).stdout).toMatch(/paused +The Herald .*answered with status 500/);
  expect((await source('resume', id!)).stdout).toBe(`Source ${id} is active.\n`);
  expect((await source('remove', id!)).stdout).toBe(`Source ${id} is gone.\n`);
  expect((await source('remove', id!)).stderr).toBe(`There is no source ${id}.\n`);
});
