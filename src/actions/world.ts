import { type Ctx, instantText } from '../context.ts';
import type { World } from '../domain/announcement.ts';

/** The zone that is first to begin a day is 14 hours ahead of UTC. */
const FIRST_ZONE_MS = 14 * 3_600_000;

/** What reading a statement needs to know: the places, the airlines, and which day has begun somewhere. */
export function worldOf(ctx: Pick<Ctx, 'reference' | 'now'>): World {
  const { place, airlineOn, airlinesCoded, airlineNamed } = ctx.reference;
  return { place, airlineOn, airlinesCoded, airlineNamed, today: instantText(ctx.now() + FIRST_ZONE_MS).slice(0, 10) };
}
