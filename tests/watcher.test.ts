import { expect, test } from 'vitest';
import { addSource } from '../src/actions/sources.ts';
import { pollDue } from '../src/actions/watch.ts';
import { findSource } from '../src/store/sources.ts';
import { startWatcher } from '../src/watcher.ts';
import { rssOf, startFeedServer } from './support/feed-server.ts';
import { testRegister } from './support/register.ts';

test('the watcher asks what is due, round after round, and survives a round that fails', async () => {
  const { ctx } = await testRegister();
  let rounds = 0;
  const run = async () => {
    rounds += 1;
    if (rounds === 1) throw new Error('no database');
    return 0;
  };
  const watcher = startWatcher(ctx, { every: 1, run });
  await expect.poll(() => rounds).toBeGreaterThan(2);
  await watcher.stop();
  const then = rounds;
  await new Promise((done) => setTimeout(done, 20));
  expect(rounds).toBe(then);
});

test('a round that waits for slow feeds keeps the next from nothing, and no source waits twice', async () => {
  const { ctx } = await testRegister();
  const feeds = await startFeedServer();
  for (const path of ['/slow', '/slower', '/slowest']) {
    feeds.at(path, () => {});
    await addSource(ctx, { url: feeds.url + path, name: path, kind: 'media' });
  }
  const other = await startFeedServer('127.0.0.2');
  other.at('/', (response) => response.end(rssOf([])));
  let [rounds, queued] = [0, 0];
  const run: typeof pollDue = (given, { queue, ...watching } = {}) => {
    rounds += 1;
    const take = (host: string) => {
      queued += 1;
      return queue!.hosts.take(host);
    };
    return pollDue(given, { ...watching, queue: { ...queue!, hosts: { take } } });
  };
  const watcher = startWatcher(ctx, { every: 20, run });
  await expect.poll(() => feeds.asked.length).toBe(2);
  const late = await addSource(ctx, { url: `${other.url}/`, name: 'Late', kind: 'media' });
  await expect.poll(async () => (await findSource(ctx.db, late.id))?.last_success_at).not.toBeNull();
  await expect.poll(() => rounds).toBeGreaterThan(5);
  await watcher.stop();
  expect(queued).toBe(4);
  expect(feeds.asked).toHaveLength(2);
});

test('stopped while a feed is slow, it gives the source back without waiting for the feed', async () => {
  const { ctx } = await testRegister();
  const feeds = await startFeedServer();
  feeds.at('/slow', () => {});
  feeds.at('/quick', (response) => response.end(rssOf([])));
  const { id } = await addSource(ctx, { url: `${feeds.url}/slow`, name: 'Slow', kind: 'media' });
  const quick = await addSource(ctx, { url: `${feeds.url}/quick`, name: 'Quick', kind: 'media' });
  const watcher = startWatcher(ctx);
  await expect.poll(async () => (await findSource(ctx.db, quick.id))?.last_success_at).not.toBeNull();
  await watcher.stop();
  expect(await findSource(ctx.db, id)).toMatchObject({ lease: null, failures: 0 });
});
