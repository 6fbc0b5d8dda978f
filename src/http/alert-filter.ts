import { z } from 'zod';
import { readAlertFilter } from '../actions/alert-filter.ts';
import type { Ctx } from '../context.ts';
import type { AlertFilter } from '../domain/alerts.ts';
import type { Finding } from '../domain/errors.ts';
import { EVENT_TYPES, ROUTE_STATUSES } from '../domain/vocabulary.ts';

/** What a subscription is about. All conditions hold together; what is not given leaves nothing out. */
export const alertFilterBody = z.strictObject({
  types: z.array(z.enum(EVENT_TYPES)).max(EVENT_TYPES.length).optional(),
  statuses: z
    .array(z.enum(ROUTE_STATUSES))
    .max(ROUTE_STATUSES.length)
    .optional()
    .meta({ description: 'the route’s status after the event' }),
  place: z.string().min(2).max(3).nullish().meta({ description: 'airport, metropolitan area or country of either end', example: 'KZ' }),
  airline: z.string().min(2).max(80).nullish().meta({ description: 'IATA or ICAO code, or id', example: 'DV' }),
});

/** Refusals name the place in the body. */
export function readFilterBody(ctx: Ctx, written: z.output<typeof alertFilterBody>, findings: Finding[]): Partial<AlertFilter> {
  const found: Finding[] = [];
  const filter = readAlertFilter(ctx, written, found);
  findings.push(...found.map(({ pointer, detail }) => ({ pointer: `/filter/${pointer}`, detail })));
  return filter;
}
