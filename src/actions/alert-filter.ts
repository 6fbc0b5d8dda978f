import type { Ctx } from '../context.ts';
import type { AlertFilter } from '../domain/alerts.ts';
import type { Finding } from '../domain/errors.ts';

/** A filter as somebody wrote it: what is not given is left out, null stands for "any". */
export type WrittenFilter = {
  [Name in keyof AlertFilter]?: AlertFilter[Name] | undefined;
};

/** With the codes resolved; what is wrong with them is appended to `findings`, with the name of the part. */
export function readAlertFilter(ctx: Ctx, written: WrittenFilter, findings: Finding[]): Partial<AlertFilter> {
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
  findings.push({ pointer: 'place', detail: `"${text}" is no place of the register; look it up under /api/v1/places` });
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
  findings.push({ pointer: 'airline', detail });
  return null;
}
