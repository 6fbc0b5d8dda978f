import type { MapLine } from './lines.ts';
import { STYLES, type Style, styleOf } from './styles.ts';

/** What the lines on the map mean, and how many there are of each. */
export function Legend({ lines }: { lines: readonly MapLine[] }) {
  const present = STYLES.map((one) => ({ ...one, lines: lines.filter((line) => styleOf(line) === one.style) })).filter(
    (one) => one.lines.length > 0,
  );
  return (
    <ul class="legend">
      {present.map(({ style, words, ends, lines: those }) => (
        <li key={style}>
          <svg class="sample" viewBox="0 0 44 12" width="44" height="12" aria-hidden="true">
            <g class={`arcs ${style}`}>
              <path d={ends === 'gone' ? 'M2 6h40' : 'M6 6h32'} />
            </g>
            <g class="ends">
              <Mark style={ends} />
            </g>
          </svg>
          {words} <span class="number">{those.length}</span>
        </li>
      ))}
    </ul>
  );
}

function Mark({ style }: { style: Exclude<Style, 'vague'> }) {
  return (
    <g class={style}>
      <path class="mark" d={style === 'overdue' ? 'M5.95 5.95l.1.1M37.95 5.95l.1.1' : 'M6 6h.1M38 6h.1'} />
      {(style === 'planned' || style === 'due') && <path class="hole" d="M6 6h.1M38 6h.1" />}
      {style === 'due' && <path class="half" d="M6 3a3 3 0 0 0 0 6zM38 3a3 3 0 0 0 0 6z" />}
    </g>
  );
}
