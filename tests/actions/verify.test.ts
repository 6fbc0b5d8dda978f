import { describe, expect, test } from 'vitest';
import { tick } from '../../src/actions/tick.ts';
import { verify } from '../../src/actions/verify.ts';
import { engines, testRegister } from '../support/register.ts';

describe.each(engines())('verify on %s', (engine) => {
  async function register() {
    const made = await testRegister({ engine, now: '2026-05-10T00:00:00Z' });
    await made.record({ airline: 'DV', effective: '2026-04', publishedOn: '2026-01-02' });
    await made.record({ airline: 'KC', effective: '2026-06', publishedOn: '2026-01-03' });
    await tick(made.ctx);
    expect((await verify(made.ctx)).faults).toEqual([]);
    return made.ctx;
  }

  test('finds a route that does not follow from its ledger', async () => {
    const ctx = await register();
    await ctx.db.updateTable('routes').set({ status: 'confirmed' }).where('launch_earliest', '=', '2026-06-01').execute();
    expect((await verify(ctx)).faults).toEqual([expect.stringContaining('status is "confirmed", its ledger says "announced"')]);
  });

  test('finds a flag that no event accounts for', async () => {
    const ctx = await register();
    await ctx.db.deleteFrom('events').where('type', '=', 'route.launch_overdue').execute();
    expect((await verify(ctx)).faults.join('\n')).toContain('flag is "overdue", its ledger says "none"');
  });

  test('finds a statement that was edited', async () => {
    const ctx = await register();
    await ctx.db
      .updateTable('announcements')
      .set({ earliest: '2026-07-01', latest: '2026-07-31' })
      .where('earliest', '=', '2026-06-01')
      .execute();
    expect((await verify(ctx)).faults.join('\n')).toContain('launch_earliest');
  });

  test.each([
    ['an audit line that was changed', 'was changed', { actor: 'somebody else' }],
    ['an audit line that was renumbered', 'is missing', { seq: 77 }],
  ])('finds %s', async (_what, words, change) => {
    const ctx = await register();
    await ctx.db.updateTable('audit').set(change).where('seq', '=', 2).execute();
    expect((await verify(ctx)).faults.join('\n')).toContain(words);
  });

  test('finds an audit line that was taken out, in the middle and at the end', async () => {
    const ctx = await register();
    const { auditLines } = await verify(ctx);
    await ctx.db.deleteFrom('audit').where('seq', '=', auditLines).execute();
    expect((await verify(ctx)).faults.join('\n')).toContain(`the register knows ${auditLines}`);
    await ctx.db.deleteFrom('audit').where('seq', '=', 2).execute();
    expect((await verify(ctx)).faults.join('\n')).toContain('line 2 is missing');
  });
});
