import type { EventData } from '../domain/event-data.ts';
import type { EventType } from '../domain/vocabulary.ts';
import type { Letter } from './mailer.ts';
export interface AlertItem {
  type: EventType;
  eventId: string;
  occurredAt: string;
  data: EventData;
}
const stub = (to: string, subject: string, messageId: string): Letter => ({
  to,
  subject,
  text: subject,
  html: subject,
  messageId,
  headers: {},
});
export function alertLetter(items: readonly AlertItem[], to: string, _filterText: string, _links: object, messageId: string): Letter {
  return stub(to, `${items.length} alerts`, messageId);
}
export function confirmationLetter(to: string, filterText: string, _links: object, messageId: string): Letter {
  return stub(to, filterText, messageId);
}
export function testLetter(to: string, filterText: string, _links: object, messageId: string): Letter {
  return stub(to, filterText, messageId);
}
export function disabledNotice(to: string, _facts: object, messageId: string): Letter {
  return stub(to, 'disabled', messageId);
}
export function describeFilter(filter: object): string {
  return JSON.stringify(filter);
}
