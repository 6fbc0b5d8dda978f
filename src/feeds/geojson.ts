import type { FeedRoute } from './routes-csv.ts';

/** RFC 7946: a line between the two ends for each route, longitude first. */
export const GEOJSON_START = '{"type":"FeatureCollection","features":[';
export const GEOJSON_END = ']}\n';

export function routeFeature(route: FeedRoute): string {
  const { id, origin, destination, ...properties } = route;
  return JSON.stringify({
    type: 'Feature',
    id,
    geometry: {
      type: 'LineString',
      coordinates: [
        [origin.longitude, origin.latitude],
        [destination.longitude, destination.latitude],
      ],
    },
    properties: {
      ...properties,
      origin: origin.code,
      originName: origin.name,
      destination: destination.code,
      destinationName: destination.name,
    },
  });
}
