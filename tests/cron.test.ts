import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { type Tick, tick } from '../src/actions/tick.ts';
import { type ClockWatch, watchClock } from '../src/cron.ts';
import { findRoute } from '../src/store/routes.ts';
import { testRegister } from './support/register.ts';

const EVERY_SECOND = '* * * * * *';

function stoppedAfterwards(watch: ClockWatch): ClockWatch {
  onTestFinished(() => watch.stop());
  return watch;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(20);
}

test('the clock is looked at once at start, before the first minute has passed', async () => {
  const { ctx, record } = await testRegister({ now: '2026-05-10T00:00:00Z' });
  const { route } = await record({ effective: '2026-05', publishedOn: '2026-01-02' });
  const watch = stoppedAfterwards(await watchClock(ctx));
  expect((await findRoute(ctx.db, route.id))?.flag).toBe('due');
  expect(watch.state()).toMatchObject({ lastTickAt: '2026-05-10T00:00:00.000Z', clock: { trusted: true }, lastFault: null });
});

test('a tick that throws is reported, and the next one runs', async () => {
  const { ctx } = await testRegister();
  let runs = 0;
  const run: typeof tick = async (...given) => {
    runs += 1;
    if (runs === 1) throw new Error('the disk is gone');
    return tick(...given);
  };
  const watch = stoppedAfterwards(await watchClock(ctx, { run, schedule: EVERY_SECOND }));
  expect(watch.state().lastFault).toBe('the disk is gone');
  await until(() => watch.state().lastFault === null);
  expect(runs).toBeGreaterThan(1);
});

test('a tick that hangs is given up, and the next one runs', async () => {
  const { ctx } = await testRegister();
  let runs = 0;
  const run: typeof tick = (...given) => {
    runs += 1;
    return runs === 1 ? new Promise<Tick>(() => {}) : tick(...given);
  };
  const watch = stoppedAfterwards(await watchClock(ctx, { run, abandonAfter: 50, schedule: EVERY_SECOND }));
  expect(watch.state().lastFault).toContain('did not end');
  await until(() => watch.state().lastFault === null);
});

test('a clock that is not believed is said so, and believed again when it is right', async () => {
  const { ctx, clock } = await testRegister({ now: '2026-05-10T00:00:00Z' });
  await tick(ctx);
  clock.set('2026-05-09T00:00:00Z');
  const watch = stoppedAfterwards(await watchClock(ctx, { schedule: EVERY_SECOND }));
  expect(watch.state().clock).toMatchObject({ trusted: false, reason: expect.stringContaining('behind') });
  clock.set('2026-05-10T00:01:00Z');
  await until(() => watch.state().clock.trusted);
});
