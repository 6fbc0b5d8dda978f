import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { LADDER_MS, nextAttemptIn } from '../../src/alerts/ladder.ts';
import { newSecret, webhookBody, webhookHeaders } from '../../src/alerts/webhook.ts';

const event = { type: 'route.launch_due', occurred_at: '2026-01-01T00:00:00.000Z', data: '{"origin":{"name":"Алматы"}}' };

test('an independent implementation takes what is signed, with either secret while one is changed, and nothing that was touched', () => {
  const [fresh, old] = [newSecret(), newSecret()];
  const body = webhookBody(event);
  const headers = webhookHeaders('msg-1', Date.now(), body, [fresh, old]);
  for (const secret of [fresh, old]) expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
  expect(() => new Webhook(newSecret()).verify(body, headers)).toThrow();
  expect(() => new Webhook(fresh).verify(body.replace('due', 'dew'), headers)).toThrow();
  expect(() => new Webhook(fresh).verify(body, { ...headers, 'webhook-id': 'msg-2' })).toThrow();
  expect(() => new Webhook(old).verify(body, webhookHeaders('msg-1', Date.now(), body, [fresh]))).toThrow();
});

test('the body is type, timestamp and data, and the same bytes each time', () => {
  expect(JSON.parse(webhookBody(event))).toEqual({ type: event.type, timestamp: event.occurred_at, data: { origin: { name: 'Алматы' } } });
  expect(webhookBody(event)).toBe(webhookBody({ ...event }));
});

test('a secret holds 256 random bits', () => {
  const secrets = new Set(Array.from({ length: 100 }, newSecret));
  expect(secrets.size).toBe(100);
  for (const secret of secrets) expect(Buffer.from(secret.slice('whsec_'.length), 'base64')).toHaveLength(32);
});

test('the ladder: each pause within a fifth of its step, or as long as the receiver asks, and never more than a day for that', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.option(fc.nat(200_000)),
      (attempts, chance, wish) => {
        const pause = nextAttemptIn(attempts, wish, () => chance)!;
        const step = LADDER_MS[attempts - 1]!;
        const asked = Math.min((wish ?? 0) * 1000, 86_400_000);
        expect(pause).toBeGreaterThanOrEqual(Math.max(step * 0.8, asked) - 1);
        expect(pause).toBeLessThanOrEqual(Math.max(step * 1.2, asked) + 1);
      },
    ),
  );
  expect(nextAttemptIn(10, 5, () => 0.5)).toBeUndefined();
});
