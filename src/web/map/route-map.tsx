import { count } from '../../words/phrases.ts';
import { assetPath } from '../assets.ts';
import { type Airport, airportsOf, type Label, LEVELS, labelsOf } from './airports.ts';
import { greatCircle, pathOf } from './arcs.ts';
import { type Frame, frameAround, heightOf, isFine, isRoomy, WIDTH } from './frame.ts';
import { Legend } from './legend.tsx';
import type { MapLine } from './lines.ts';
import { STYLES, type Style, styleOf } from './styles.ts';

/** For screen readers: what the map is, and where the same can be read more easily. */
function spoken(title: string) {
  return { role: 'group', 'aria-label': `Map: ${title}. The table below holds the same.` } as const;
}

/** Many lines must be thin ones. */
function crowd(lines: number): string | undefined {
  return lines > 150 ? 'many' : lines > 40 ? 'some' : undefined;
}

/** For screen readers: there is nothing to say about it. */
const UNSEEN = { 'aria-hidden': true } as const;

/**
 * The lines on a map that shows just the part of the world they lie in; one line alone needs no legend. The page has the same in a table below;
 * `scripts={['map', 'pairs']}` adds zoom, the keyboard, and the light between the two.
 */
export function RouteMap({ lines, title }: { lines: readonly MapLine[]; title: string }) {
  const drawn = lines.map((line) => ({ line, runs: greatCircle(line) }));
  const frame = frameAround(drawn.flatMap(({ runs }) => runs.flat()));
  const height = heightOf(frame);
  const airports = airportsOf(lines, frame);
  const arcs = drawn.map(({ line, runs }) => ({ line, d: pathOf(runs, frame) }));
  return (
    <figure class="map">
      <div class="map-frame">
        {/* biome-ignore lint/a11y/noSvgWithoutTitle: its name is a label; a title would show wherever the pointer is */}
        <svg
          viewBox={`0 0 ${WIDTH} ${height}`}
          {...spoken(title)}
          class={[isRoomy(frame) && 'roomy', crowd(lines.length)].filter(Boolean).join(' ')}
          data-levels={LEVELS.join(' ')}
          data-fine={isFine(frame) ? undefined : assetPath('world-50m.svg')}
        >
          <Base frame={frame} />
          {STYLES.toReversed().map(({ style }) => (
            <Arcs key={style} style={style} arcs={arcs.filter(({ line }) => styleOf(line) === style)} />
          ))}
          <Ends airports={airports} />
          <Labels labels={labelsOf(airports, WIDTH, height)} />
        </svg>
        <p class="map-reading" aria-live="polite" hidden />
      </div>
      {lines.length > 1 && (
        <>
          <Tools />
          <figcaption>
            <span class="map-title">
              {title}: {count(lines.length, 'pair')} of places
            </span>
            <Legend lines={lines} />
          </figcaption>
        </>
      )}
    </figure>
  );
}

function Tools() {
  return (
    <div class="map-tools" hidden>
      <button type="button" data-zoom="in" aria-label="Zoom in">
        +
      </button>
      <button type="button" data-zoom="out" aria-label="Zoom out">
        −
      </button>
      <button type="button" data-zoom="all">
        All
      </button>
    </div>
  );
}

/** The world below the lines, from a file that all maps share. */
function Base({ frame }: { frame: Frame }) {
  const file = assetPath(isFine(frame) ? 'world-50m.svg' : 'world-110m.svg');
  const scale = WIDTH / frame.width;
  const decimals = (value: number) => Number(value.toFixed(3));
  return (
    <g class="map-base" {...UNSEEN} transform={`scale(${decimals(scale)}) translate(${decimals(-frame.x)} ${decimals(-frame.y)})`}>
      {['sphere', 'graticule', 'land', 'borders'].map((part) => (
        <use key={part} class={part} href={`${file}#${part}`} />
      ))}
    </g>
  );
}

function Arcs({ style, arcs }: { style: Style; arcs: readonly { line: MapLine; d: string }[] }) {
  if (arcs.length === 0) return null;
  return (
    <g class={`arcs ${style}`}>
      {arcs.map(({ line, d }) => (
        <a key={line.pair} href={line.href} data-pair={line.pair} tabindex={-1}>
          <title>{line.label}</title>
          <path d={d} class={breadth(line.count)} />
        </a>
      ))}
    </g>
  );
}

/** A line's area on the screen grows with its routes' root: the classes of `30-map.css` go by halves. */
function breadth(routes: number): string | undefined {
  const halves = Math.min(Math.round(2 * Math.sqrt(routes)), 8);
  return halves > 2 ? `w${halves}` : undefined;
}

/** A mark for each place where lines end: round caps on strokes of no length stay the same size whatever the scale. */
function Ends({ airports }: { airports: readonly Airport[] }) {
  return (
    <g class="ends" {...UNSEEN}>
      {STYLES.toReversed().map(({ style }) => {
        const ends = airports.filter((airport) => airport.look === style);
        if (ends.length === 0) return null;
        const dots = (tail: string) => ends.map(({ x, y }) => `M${x} ${y}${tail}`).join('');
        return (
          <g key={style} class={style}>
            <path class="mark" d={dots(style === 'overdue' ? 'l.1.1' : 'h.1')} />
            {(style === 'planned' || style === 'due') && <path class="hole" d={dots('h.1')} />}
            {style === 'due' &&
              ends.map(({ x, y }) => (
                <g key={`${x} ${y}`} transform={`translate(${x} ${y})`}>
                  <path class="half" d="M0-3a3 3 0 0 0 0 6z" />
                </g>
              ))}
          </g>
        );
      })}
    </g>
  );
}

function Labels({ labels }: { labels: readonly Label[] }) {
  return (
    <g class="labels" {...UNSEEN}>
      {LEVELS.map((_, level) => (
        <g key={level} class={`level-${level}`}>
          {(['east', 'west', 'north', 'south'] as const).map((side) => {
            const here = labels.filter((label) => label.level === level && label.side === side);
            return (
              here.length > 0 && (
                <g key={side} class={side}>
                  {here.map(({ x, y, name }) => (
                    <text key={`${x} ${y}`} x={x} y={y}>
                      {name}
                    </text>
                  ))}
                </g>
              )
            );
          })}
        </g>
      ))}
    </g>
  );
}
