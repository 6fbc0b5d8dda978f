import type { Place, Reference } from '../../store/reference.ts';
import { placeName } from '../parts/names.tsx';

/** `Kazakhstan`, of a place in it. */
export function countryName(reference: Reference, { country }: Pick<Place, 'country'>): string {
  const place = reference.place(country);
  return place === undefined ? country : placeName(place);
}
