import { describeFilter } from '../alerts/letters.ts';
import type { Ctx } from '../context.ts';
import type { AlertFilter } from '../domain/alerts.ts';

/** A filter in words, with the names of its place and airline. */
export function filterText(ctx: Ctx, filter: AlertFilter): string {
  const place = filter.place === null ? undefined : ctx.reference.place(filter.place);
  return describeFilter({
    types: filter.types,
    statuses: filter.statuses,
    place: place === undefined ? null : { name: place.city ?? place.name, kind: place.kind },
    airline: filter.airline === null ? null : (ctx.reference.airline(filter.airline)?.name ?? filter.airline),
  });
}
