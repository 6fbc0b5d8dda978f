import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { buildRegister, seeded, TODAY } from '../../bench/build.ts';
import { verify } from '../../src/actions/verify.ts';
import { ledgerHeader } from '../../src/feeds/ledger-csv.ts';
import { findAnnouncement } from '../../src/store/announcements.ts';
import { restore } from '../../src/store/backup.ts';
import { openDatabase } from '../../src/store/db.ts';
import { listEvents } from '../../src/store/events.ts';
import { cli, startCli, startScript } from '../support/processes.ts';
import { type Engine, engines, newPostgresDatabase, testRegister } from '../support/register.ts';

const DUE = 4000;

/** A register in which every route is due on `TODAY`. */
async function dueRegister(engine: Engine) {
  const { ctx, url, folder } = await testRegister({ engine: 'sqlite' });
  if (engine === 'sqlite') {
    await buildRegister(url.slice('sqlite:'.length), DUE, 4000, DUE);
    return { ctx, url };
  }
  const file = join(folder, 'due.db');
  await buildRegister(file, DUE, 4000, DUE);
  const postgres = await newPostgresDatabase();
  const database = openDatabase(postgres);
  onTestFinished(() => database.close());
  await restore(database, file);
  return { ctx: { ...ctx, database, db: database.db }, url: postgres };
}

describe.each(engines().flatMap((engine) => [[engine, 4] as const, [engine, 8] as const]))(
  '%s, %i processes ticking at once',
  (engine, processes) => {
    test(`${DUE} due routes make exactly ${DUE} events, and no log speaks of a lock`, async () => {
      const { ctx, url } = await dueRegister(engine);
      const at = `${TODAY}T23:59:00Z`;
      const runs = await Promise.all(Array.from({ length: processes }, () => cli(['tick', '--at', at, '--json'], { DATABASE_URL: url })));
      expect(runs.map((run) => [run.code, run.stderr])).toEqual(runs.map(() => [0, '']));
      expect(runs.map((run) => JSON.parse(run.stdout).events).reduce((sum, some) => sum + some, 0)).toBe(DUE);
      const events = await listEvents(ctx.db, { after: 0 }, 2 * DUE);
      expect(events).toHaveLength(DUE);
      expect(new Set(events.map((event) => event.route_id)).size).toBe(DUE);
      expect((await verify(ctx)).faults).toEqual([]);
    });
  },
);

describe.each(engines())('kill -9 on %s', (engine) => {
  test('at 20 moments of writing: the database is sound and every acknowledged statement is there', async () => {
    const { ctx, url } = await testRegister({ engine });
    const random = seeded(20_260_101);
    const acknowledged: string[] = [];
    let inFlight = 0;
    for (let round = 0; round < 20; round += 1) {
      const writer = startScript('writer.ts', [`round ${round}`], { DATABASE_URL: url });
      await new Promise((resolve) => writer.child.stdout?.once('data', resolve));
      await sleep(random(150));
      writer.child.kill('SIGKILL');
      const { stdout, signal } = await writer.finished;
      expect(signal).toBe('SIGKILL');
      const lines = stdout.split('\n').slice(0, -1);
      if (lines.length > 1) inFlight += 1;
      acknowledged.push(...lines);
    }
    expect(inFlight).toBeGreaterThan(10);
    for (const id of acknowledged) expect(await findAnnouncement(ctx.db, id)).toBeDefined();
    expect((await verify(ctx)).faults).toEqual([]);
  });

  test('in the middle of an import: all of the file is there, or nothing', async () => {
    const { ctx, url, folder } = await testRegister({ engine });
    const file = `${folder}/ledger.csv`;
    const rows = Array.from({ length: 5000 }, (_, index) => `2026-01-02,ALA,LHE,,,announced,2027,,,speaker ${index},media,,,`);
    writeFileSync(file, `${ledgerHeader()}${rows.join('\n')}\n`);
    const random = seeded(7);
    for (let round = 0; round < 5; round += 1) {
      const run = startCli(['import', file], { DATABASE_URL: url });
      await sleep(300 + random(600));
      run.child.kill('SIGKILL');
      await run.finished;
      const result = await verify(ctx);
      expect(result.faults).toEqual([]);
      expect([0, 5000]).toContain(result.announcements);
    }
    expect((await cli(['import', file], { DATABASE_URL: url })).code).toBe(0);
    expect((await verify(ctx)).announcements).toBe(5000);
  });

  test('several writers at once lose nothing and mix nothing up', async () => {
    const { ctx, url } = await testRegister({ engine });
    const writers = ['a', 'b', 'c', 'd'].map((name) => startScript('writer.ts', [name], { DATABASE_URL: url }));
    await Promise.all(writers.map(({ child }) => new Promise((resolve) => child.stdout?.once('data', resolve))));
    await sleep(1000);
    for (const { child } of writers) child.kill('SIGKILL');
    const runs = await Promise.all(writers.map((writer) => writer.finished));
    expect(runs.map((run) => run.stderr)).toEqual(runs.map(() => ''));
    const ids = runs.flatMap((run) => run.stdout.split('\n').slice(0, -1));
    expect(ids.length).toBeGreaterThan(20);
    const result = await verify(ctx);
    expect(result.faults).toEqual([]);
    expect(result.announcements).toBeGreaterThanOrEqual(ids.length);
  });
});
