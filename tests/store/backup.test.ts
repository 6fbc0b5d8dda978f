import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { addCorrection } from '../../src/actions/corrections.ts';
import { addSource } from '../../src/actions/sources.ts';
import { createSubscription } from '../../src/actions/subscriptions.ts';
import { verify } from '../../src/actions/verify.ts';
import { pollNow } from '../../src/actions/watch.ts';
import { startCourier } from '../../src/courier.ts';
import { openAsItIs } from '../../src/startup.ts';
import { backup, restore } from '../../src/store/backup.ts';
import { listCorrections } from '../../src/store/corrections.ts';
import { openDatabase } from '../../src/store/db.ts';
import { listAttempts, listDeliveries } from '../../src/store/deliveries.ts';
import { listInbox } from '../../src/store/inbox.ts';
import { pageRoutes } from '../../src/store/routes.ts';
import { listNoted, listSources } from '../../src/store/sources.ts';
import { findSubscription } from '../../src/store/subscriptions.ts';
import { plainReader, rssOf, startFeedServer } from '../support/feed-server.ts';
import { startReceiver } from '../support/receiver.ts';
import { type Engine, engines, newPostgresDatabase, testRegister } from '../support/register.ts';

const pairs = engines().flatMap((from) => engines().map((to): [Engine, Engine] => [from, to]));

describe.each(pairs)('a backup of %s restored into %s', (from, to) => {
  test('holds the same register, sound and with its audit', async () => {
    const source = await testRegister({ engine: from, ledger: true, now: '2026-11-24T00:00:00Z' });
    const receiver = await startReceiver();
    receiver.answer(500);
    const wish = { types: [], statuses: [], place: 'KZ', airline: null };
    const { subscription } = await createSubscription(source.ctx, {
      channel: 'webhook',
      target: receiver.url,
      filter: wish,
      description: null,
      contact: null,
    });
    await source.record({ effective: '2027-04', publishedOn: '2026-11-23' });
    const courier = startCourier(source.ctx, { every: 3_600_000 });
    await courier.idle();
    await courier.stop();
    const feeds = await startFeedServer();
    feeds.at('/a', (response) => response.end(rssOf([{ id: 'n1', title: 'ALA to LHE is announced for 2028-04' }])));
    const watched = await addSource(source.ctx, { url: `${feeds.url}/a`, name: 'The Herald', kind: 'media' });
    await pollNow(source.ctx, watched.id, { reader: plainReader });
    await addCorrection(source.ctx, { kind: 'place', words: 'the Queen City', means: 'YQR' });
    const file = join(source.folder, 'kept', 'register.backup');
    await backup(source.ctx.database, file);
    expect(readdirSync(join(source.folder, 'kept'))).toEqual(['register.backup']);
    const url = to === 'sqlite' ? `sqlite:${join(source.folder, 'restored.db')}` : await newPostgresDatabase();
    const target = openDatabase(url);
    await restore(target, file);
    await target.close();
    const ctx = await openAsItIs({ ...source.ctx.config, DATABASE_URL: url }, source.ctx.log);
    onTestFinished(() => ctx.database.close());
    const [before, after] = [await verify(source.ctx), await verify(ctx)];
    expect(after).toEqual(before);
    expect(after.faults).toEqual([]);
    expect(await listCorrections(ctx.db, '', 10)).toMatchObject([{ words: 'the Queen City', means: 'YQR' }]);
    expect(await pageRoutes(ctx.db, '', 2000)).toEqual(await pageRoutes(source.ctx.db, '', 2000));
    expect(await findSubscription(ctx.db, subscription.id)).toEqual(await findSubscription(source.ctx.db, subscription.id));
    expect(await listSources(ctx.db, '', 10)).toEqual(await listSources(source.ctx.db, '', 10));
    expect([...(await listNoted(ctx.db, watched.id, ['n1', 'n2'])).keys()]).toEqual(['n1']);
    expect(await listInbox(ctx.db, 'open', undefined, 10)).toMatchObject([{ source_id: watched.id, origin: 'ALA', destination: 'LHE' }]);
    const owed = await listDeliveries(ctx.db, { subscriptionId: subscription.id }, 10);
    expect(owed.map((one) => [one.state, one.attempts])).toEqual([['pending', 1]]);
    expect(await listAttempts(ctx.db, owed[0]!.id)).toHaveLength(1);
  });
});

describe.each(engines())('backing up %s', (engine) => {
  test('never overwrites a file', async () => {
    const { ctx, folder } = await testRegister({ engine });
    const file = join(folder, 'there');
    writeFileSync(file, 'precious');
    await expect(backup(ctx.database, file)).rejects.toMatchObject({ code: 'unusable' });
  });

  test('into a folder that cannot be written leaves no half file', async () => {
    const { ctx, folder } = await testRegister({ engine });
    writeFileSync(join(folder, 'file'), '');
    await expect(backup(ctx.database, join(folder, 'file', 'backup.db'))).rejects.toThrow();
    expect(existsSync(join(folder, 'file', 'backup.db'))).toBe(false);
  });

  test('is never restored over a register', async () => {
    const { ctx, folder } = await testRegister({ engine });
    const file = join(folder, 'backup.db');
    await backup(ctx.database, file);
    await expect(restore(ctx.database, file)).rejects.toThrow(/not empty/);
  });

  test('a file that is no backup is refused in one sentence', async () => {
    const { folder } = await testRegister({ engine });
    const file = join(folder, 'letter.txt');
    writeFileSync(file, 'Dear Sir or Madam, '.repeat(100));
    const target = openDatabase(engine === 'sqlite' ? `sqlite:${join(folder, 'new.db')}` : await newPostgresDatabase());
    onTestFinished(() => target.close());
    await expect(restore(target, file)).rejects.toThrow(/no backup/);
  });
});
