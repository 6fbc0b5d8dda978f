import type { MapLine } from './lines.ts';

/** The lines on a map that shows just the part of the world they lie in. */
export function RouteMap({ lines, title }: { lines: readonly MapLine[]; title: string }) {
  return (
    <figure class="map">
      <figcaption>
        {title}: {lines.length}
      </figcaption>
    </figure>
  );
}
