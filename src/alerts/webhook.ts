import { createHmac, randomBytes } from 'node:crypto';

/** Standard Webhooks (https://www.standardwebhooks.com): 24 to 64 random bytes in base64 after `whsec_`. */
const SECRET_PREFIX = 'whsec_';

export function newSecret(): string {
  return SECRET_PREFIX + randomBytes(32).toString('base64');
}

/** What a webhook says: thin, and the same bytes at each attempt, because all of it is stored with the event. */
export function webhookBody(event: { type: string; occurred_at: string; data: string }): string {
  return `{"type":${JSON.stringify(event.type)},"timestamp":"${event.occurred_at}","data":${event.data}}`;
}

/**
 * The headers of one attempt. `id` is the event's, the same at each attempt; `at` is the attempt's, in milliseconds since
 * 1970. While a secret is being changed the message is signed with both, and a receiver may check against either.
 */
export function webhookHeaders(id: string, at: number, body: string, secrets: readonly string[]): Record<string, string> {
  const timestamp = String(Math.floor(at / 1000));
  return {
    'Content-Type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': secrets.map((secret) => signature(`${id}.${timestamp}.${body}`, secret)).join(' '),
  };
}

function signature(text: string, secret: string): string {
  const key = Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64');
  return `v1,${createHmac('sha256', key).update(text).digest('base64')}`;
}
