import { createHmac } from 'node:crypto';
import type { SubscriptionRow } from '../store/tables.ts';

export type LinkPurpose = 'confirm' | 'unsubscribe';

/** What makes a link in a letter good for one purpose and one subscription. */
export function linkToken(row: Pick<SubscriptionRow, 'id' | 'secret'>, purpose: LinkPurpose): string {
  return createHmac('sha256', row.secret).update(`${purpose}:${row.id}`).digest('base64url');
}

/** The signing secrets that hold at a moment, in milliseconds since 1970; the newest first. */
export function secretsInForce(row: Pick<SubscriptionRow, 'secret' | 'old_secret' | 'old_secret_until'>, at: number): string[] {
  const isOldGood = row.old_secret !== null && row.old_secret_until !== null && Date.parse(row.old_secret_until) > at;
  return isOldGood ? [row.secret, row.old_secret!] : [row.secret];
}
