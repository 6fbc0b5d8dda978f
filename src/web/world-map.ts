import { createRequire } from 'node:module';
import { type GeoProjection, geoEqualEarth, geoGraticule10, geoPath } from 'd3-geo';
import { feature, mesh } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';

/** The sheet that every map is a part of, in its own units. Equal Earth shows areas in proportion and keeps the look of a map of the world. */
export const SHEET = { width: 2000, height: 973 } as const;
export const projection: GeoProjection = geoEqualEarth().fitExtent(
  [
    [2, 2],
    [SHEET.width - 2, SHEET.height - 2],
  ],
  { type: 'Sphere' },
);

const require = createRequire(import.meta.url);

/** Land, borders and the globe's outline as symbols, for `<use href="…#land">`: coloured by the page that uses them. */
export function worldSvg(detail: '110m' | '50m'): string {
  const topology = require(`world-atlas/countries-${detail}.json`) as Topology<{ countries: GeometryCollection; land: GeometryCollection }>;
  const digits = detail === '110m' ? 0 : 1;
  const path = geoPath(projection).digits(digits);
  const parts = {
    sphere: path({ type: 'Sphere' }),
    graticule: path(geoGraticule10()),
    land: path(feature(topology, topology.objects.land)),
    borders: path(mesh(topology, topology.objects.countries, (a, b) => a !== b)),
  };
  const paths = Object.entries(parts).map(([id, d]) => `<path id="${id}" vector-effect="non-scaling-stroke" d="${d}"/>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SHEET.width} ${SHEET.height}">${paths.join('')}</svg>`;
}
