import { describe, expect, test } from 'vitest';
import { retract } from '../../src/actions/announcements.ts';
import { tick } from '../../src/actions/tick.ts';
import { verify } from '../../src/actions/verify.ts';
import { listEvents } from '../../src/store/events.ts';
import { engines, type TestRegister, testRegister } from '../support/register.ts';

/** Days left and local date of each reminder so far. */
async function reminders({ ctx }: TestRegister): Promise<[number, string, string][]> {
  const events = await listEvents(ctx.db, { after: 0, types: ['route.launch_approaching'] }, 1000);
  return events.map((event) => {
    const { daysLeft, localDate } = JSON.parse(event.data);
    return [daysLeft, localDate, event.occurred_at];
  });
}

async function ticksAt(register: TestRegister, ...instants: string[]): Promise<void> {
  for (const instant of instants) {
    register.clock.set(instant);
    await tick(register.ctx);
  }
}

describe.each(engines())('reminders on %s', (engine) => {
  test('come 30, 7 and 1 days before the window opens, when that day begins at the origin, once', async () => {
    const register = await testRegister({ engine, now: '2026-01-01T00:00:00Z' });
    await register.record({ effective: '2026-05', publishedOn: '2026-01-01' });
    await ticksAt(register, '2026-03-31T18:59:59Z');
    expect(await reminders(register)).toEqual([]);
    await ticksAt(register, '2026-03-31T19:00:00Z', '2026-03-31T19:01:00Z', '2026-04-23T19:00:00Z', '2026-04-29T19:00:00Z');
    await ticksAt(register, '2026-04-29T19:01:00Z', '2026-04-30T19:00:00Z', '2026-05-31T19:00:00Z');
    expect(await reminders(register)).toEqual([
      [30, '2026-04-01', '2026-03-31T19:00:00.000Z'],
      [7, '2026-04-24', '2026-04-23T19:00:00.000Z'],
      [1, '2026-04-30', '2026-04-29T19:00:00.000Z'],
    ]);
    expect((await verify(register.ctx)).faults).toEqual([]);
  });

  test('a promise that is heard 20 days before is reminded of at 7 and 1', async () => {
    const register = await testRegister({ engine, now: '2026-04-11T00:00:00Z' });
    await register.record({ effective: '2026-05-01', publishedOn: '2026-04-10' });
    await ticksAt(register, '2026-04-12T00:00:00Z', '2026-04-24T12:00:00Z', '2026-04-30T12:00:00Z');
    expect((await reminders(register)).map(([days]) => days)).toEqual([7, 1]);
  });

  test('of several that were missed only the last is given, and none once the window is open', async () => {
    const late = await testRegister({ engine, now: '2026-01-01T00:00:00Z' });
    await late.record({ effective: '2026-05-01', publishedOn: '2026-01-01' });
    await ticksAt(late, '2026-04-27T12:00:00Z');
    expect((await reminders(late)).map(([days, date]) => [days, date])).toEqual([[4, '2026-04-27']]);
    await ticksAt(late, '2026-04-30T12:00:00Z');
    expect((await reminders(late)).map(([days]) => days)).toEqual([4, 1]);

    const later = await testRegister({ engine, now: '2026-01-01T00:00:00Z' });
    await later.record({ effective: '2026-05-01', publishedOn: '2026-01-01' });
    await ticksAt(later, '2026-05-01T12:00:00Z');
    expect(await reminders(later)).toEqual([]);
  });

  test('a promise that moves is reminded of anew, one that is withdrawn not any more', async () => {
    const register = await testRegister({ engine, now: '2026-01-01T00:00:00Z' });
    await register.record({ effective: '2026-05-01', publishedOn: '2026-01-01' });
    await ticksAt(register, '2026-04-01T12:00:00Z');
    await register.record({ effective: '2026-06-01', publishedOn: '2026-04-01' });
    await ticksAt(register, '2026-04-24T12:00:00Z', '2026-05-02T12:00:00Z');
    expect((await reminders(register)).map(([days]) => days)).toEqual([30, 30]);
    await register.record({ effective: 'withdrawn', publishedOn: '2026-05-02' });
    await ticksAt(register, '2026-05-25T12:00:00Z', '2026-05-31T12:00:00Z');
    expect(await reminders(register)).toHaveLength(2);
  });

  test('a slip that is taken back does not bring a reminder twice', async () => {
    const register = await testRegister({ engine, now: '2026-01-01T00:00:00Z' });
    await register.record({ effective: '2026-05-01', publishedOn: '2026-01-01' });
    await ticksAt(register, '2026-04-01T12:00:00Z');
    const slip = await register.record({ effective: '2026-06-01', publishedOn: '2026-04-01' });
    await retract(register.ctx, slip.announcement.id, 'a mistake');
    await ticksAt(register, '2026-04-02T12:00:00Z', '2026-04-24T12:00:00Z');
    expect((await reminders(register)).map(([days]) => days)).toEqual([30, 7]);
  });

  test('come on the days that the operator has set, or not at all', async () => {
    const own = await testRegister({ engine, now: '2026-01-01T00:00:00Z', env: { REMIND_DAYS: '60, 3' } });
    await own.record({ effective: '2026-05-01', publishedOn: '2026-01-01' });
    await ticksAt(own, '2026-03-02T12:00:00Z', '2026-04-01T12:00:00Z', '2026-04-28T12:00:00Z', '2026-04-30T12:00:00Z');
    expect((await reminders(own)).map(([days]) => days)).toEqual([60, 3]);
    const none = await testRegister({ engine, now: '2026-01-01T00:00:00Z', env: { REMIND_DAYS: 'none' } });
    await none.record({ effective: '2026-05-01', publishedOn: '2026-01-01' });
    await ticksAt(none, '2026-04-01T12:00:00Z', '2026-04-30T12:00:00Z');
    expect(await reminders(none)).toEqual([]);
  });
});
