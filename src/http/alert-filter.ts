import { z } from 'zod';
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

type Written = z.output<typeof alertFilterBody>;

/** With the codes resolved; what is wrong with them is appended to `findings`. What is not given is left out. */
export function readAlertFilter(ctx: Ctx, written: Written, findings: Finding[]): Partial<AlertFilter> {
  const { types, statuses, place, airline } = written;
  return {
    ...(types === undefined ? {} : { types: [...new Set(types)] }),
    ...(statuses === undefined ? {} : { statuses: [...new Set(statuses)] }),
    ...(place === undefined ? {} : { place: place === null ? null : placeCode(ctx, place, findings) }),
    ...(airline === undefined ? {} : { airline: airline === null ? null : airlineId(ctx, airline, findings) }),
  };
}

function placeCode(ctx: Ctx, text: string, findings: Finding[]): string | null {
  const place = ctx.reference.place(text.toUpperCase());
  if (place !== undefined) return place.code;
  findings.push({ pointer: '/filter/place', detail: `"${text}" is no place of the register; look it up under /api/v1/places` });
  return null;
}

function airlineId(ctx: Ctx, text: string, findings: Finding[]): string | null {
  const found = ctx.reference.airlinesCoded(text.length <= 3 ? text.toUpperCase() : text);
  const [first, ...others] = found;
  if (first !== undefined && others.length === 0) return first.id;
  const detail =
    first === undefined
      ? `"${text}" is no airline of the register; look it up under /api/v1/airlines`
      : `"${text}" has been the code of several airlines; give the id of one: ${found.map((airline) => airline.id).join(', ')}`;
  findings.push({ pointer: '/filter/airline', detail });
  return null;
}
