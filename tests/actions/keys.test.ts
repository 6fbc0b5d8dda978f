import { describe, expect, test } from 'vitest';
import { createKey, ensureAdminKey, hashOfKey, revokeKey } from '../../src/actions/keys.ts';
import { listAudit } from '../../src/store/audit.ts';
import { findKeyByHash, listKeys } from '../../src/store/keys.ts';
import { engines, testRegister } from '../support/register.ts';

describe.each(engines())('keys on %s', (engine) => {
  test('a key has 256 random bits and only its digest is stored', async () => {
    const { ctx } = await testRegister({ engine });
    const { key, token } = await createKey(ctx, { name: 'desk', scope: 'editor' });
    expect(token).toMatch(/^inaugural_[\w-]{43}$/);
    expect((await findKeyByHash(ctx.db, hashOfKey(token)))?.id).toBe(key.id);
    const everything = JSON.stringify([await listKeys(ctx.db), await listAudit(ctx.db, {}, 100)]);
    expect(everything).not.toContain(token.slice(key.prefix.length));
    expect(everything).toContain(key.prefix);
  });

  test('the first admin key is made once, however many programs start', async () => {
    const { ctx } = await testRegister({ engine });
    const made = await Promise.all(Array.from({ length: 5 }, () => ensureAdminKey(ctx)));
    expect(made.filter((one) => one.state === 'made')).toHaveLength(1);
    expect(await listKeys(ctx.db)).toHaveLength(1);
  });

  test("the operator's own key is taken, and never shown", async () => {
    const chosen = 'a-key-that-the-operator-has-chosen';
    const { ctx } = await testRegister({ engine, env: { ADMIN_KEY: chosen } });
    expect(await ensureAdminKey(ctx)).toEqual({ state: 'chosen' });
    expect(await findKeyByHash(ctx.db, hashOfKey(chosen))).toMatchObject({ scope: 'admin', prefix: 'a-ke' });
    expect(await ensureAdminKey(ctx)).toEqual({ state: 'exists' });
  });

  test('revoking writes one audit line, and twice changes nothing', async () => {
    const { ctx } = await testRegister({ engine });
    const { key } = await createKey(ctx, { name: 'desk', scope: 'editor' });
    const revoked = await revokeKey(ctx, key.id);
    expect(await revokeKey(ctx, key.id)).toEqual(revoked);
    expect((await listAudit(ctx.db, {}, 100)).map((line) => line.action).slice(0, 2)).toEqual(['key.revoked', 'key.created']);
    await expect(revokeKey(ctx, 'nobody')).rejects.toMatchObject({ code: 'not_found' });
  });

  test('a key that would have expired already is refused', async () => {
    const { ctx } = await testRegister({ engine });
    await expect(createKey(ctx, { name: 'late', scope: 'reader', expiresAt: '2025-01-01T00:00:00.000Z' })).rejects.toMatchObject({
      code: 'invalid_request',
    });
  });
});
