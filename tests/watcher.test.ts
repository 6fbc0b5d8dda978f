import { expect, test } from 'vitest';
import { addSource } from '../src/actions/sources.ts';
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
