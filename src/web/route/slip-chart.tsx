import type { ComponentChildren } from 'preact';
import { type ChartLayout, chartLayout, type Mark } from './chart-layout.ts';
import type { Size } from './chart-notes.ts';
import type { History } from './history.ts';

interface Props {
  history: History;
  /** What the chart is of: `Almaty–Lahore, SCAT Airlines`. */
  title: string;
  /** The element that says the same in words. */
  ledger: string;
  isPast: boolean;
}

/** How the promised date moved from statement to statement; drawn twice, since a phone needs another shape and not a smaller one. */
export function SlipChart({ history, title, ledger, isPast }: Props) {
  const dated = history.chapters.some(({ statement }) => statement.window !== null);
  if (!dated) return null;
  return (
    <figure
      class="slip"
      aria-label={`Chart of what was promised when: ${title}. The ledger below says the same in words.`}
      aria-details={ledger}
    >
      {(['wide', 'narrow'] as const).map((size) => (
        <Chart key={size} layout={chartLayout(history, size)} size={size} today={isPast ? 'that day' : 'today'} />
      ))}
      <figcaption>
        <Key history={history} />
      </figcaption>
    </figure>
  );
}

function Chart({ layout, size, today: day }: { layout: ChartLayout; size: Size; today: string }) {
  const { width, height, plot, diagonal, today, flight, slip } = layout;
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: the figure names it; a title here would show on hover over all of it
    <svg class={`slip-chart ${size}`} viewBox={`0 0 ${width} ${height}`}>
      <Axes layout={layout} size={size} />
      {layout.ribbons.map((ribbon) => (
        <rect key={ribbon.x} class="ribbon" {...ribbon} />
      ))}
      <path class="steps" d={layout.steps} />
      <line class="diagonal" {...diagonal} />
      {layout.overdue.map((line) => (
        <line key={line.x1} class="late" {...line}>
          <title>Overdue: the promised window had passed</title>
        </line>
      ))}
      {today !== null && (
        <g class="today">
          <line x1={today.x1} x2={today.x2} y1={today.y1} y2={today.y2} />
          <text x={today.x1 - 4} y={plot.bottom - 6} text-anchor="end">
            {today.isCut ? `${day} is farther on →` : day}
          </text>
        </g>
      )}
      {slip !== null && (
        <g class="gap">
          <line x1={slip.x1} x2={slip.x2} y1={slip.y1} y2={slip.y2} />
          <line x1={slip.x1 - 4} x2={slip.x1 + 4} y1={slip.y1} y2={slip.y1} />
          {Math.abs(slip.y1 - slip.y2) > 24 && (
            <text
              x={slip.x1 + (slip.x1 + 66 < plot.right ? 6 : -6)}
              y={(slip.y1 + slip.y2) / 2 + 4}
              text-anchor={slip.x1 + 66 < plot.right ? 'start' : 'end'}
            >
              {slip.label}
            </text>
          )}
        </g>
      )}
      {layout.marks.map((mark) => (
        <Statement key={mark.id} mark={mark} bottom={plot.bottom} />
      ))}
      {layout.notes.map((note) => (
        <Notes key={note.title} note={note} plot={plot} size={size} />
      ))}
      {flight !== null && <path class="flight" d={star(flight.x, flight.y)} />}
    </svg>
  );
}

function Axes({ layout: { plot, xTicks, yTicks, height }, size }: { layout: ChartLayout; size: Size }) {
  return (
    <g class="axes">
      {yTicks.map(({ at, label, strong }) => (
        <g key={at} class={strong ? 'strong' : undefined}>
          <line x1={plot.left} x2={plot.right} y1={at} y2={at} />
          <text x={plot.left - 6} y={at + 4} text-anchor="end">
            {label}
          </text>
        </g>
      ))}
      {xTicks.map(({ at, label, strong }) => (
        <g key={at} class={strong ? 'strong' : undefined}>
          <line x1={at} x2={at} y1={plot.top} y2={plot.bottom + 4} />
          <text x={at} y={plot.bottom + 18} text-anchor="middle">
            {label}
          </text>
        </g>
      ))}
      <text class="name" x={plot.right} y={height - 6} text-anchor="end">
        day of the statement →
      </text>
      <text class="name" x={plot.left} y={height - 6}>
        {size === 'wide' ? '↑ promised for' : '↑ promised'}
      </text>
    </g>
  );
}

function Notes({ note, plot, size }: { note: ChartLayout['notes'][number]; plot: ChartLayout['plot']; size: Size }) {
  if (size === 'wide') {
    return (
      <g class={`note ${note.look}`}>
        <polyline points={`${note.from},${note.y} ${plot.right},${note.y} ${plot.right + 14},${note.textY}`} />
        <text x={plot.right + 20} y={note.textY - 3} class="name">
          {note.title}
        </text>
        <text x={plot.right + 20} y={note.textY + 12}>
          {note.text}
        </text>
      </g>
    );
  }
  return (
    <g class={`note ${note.look}`}>
      <line x1={note.from} x2={plot.right} y1={note.y} y2={note.y} />
      <text x={plot.right - 2} y={note.y + (note.look === 'planned' ? 14 : -14)} text-anchor="end">
        {note.short}
      </text>
    </g>
  );
}

function Statement({ mark, bottom }: { mark: Mark; bottom: number }) {
  const { x, span, kind, letter, label } = mark;
  const top = span?.top ?? bottom - 8;
  const foot = span?.bottom ?? bottom;
  const middle = (top + foot) / 2;
  return (
    <a href={`#announcement-${mark.id}`} class={`mark ${kind}`} aria-label={label}>
      <title>{label}</title>
      <rect class="reach" x={x - 6} width={12} y={Math.min(top, middle - 12)} height={Math.max(foot - top, 24)} />
      {span === null && <line class="undated" x1={x} x2={x} y1={bottom - 8} y2={bottom} />}
      {span?.isDay && <circle cx={x} cy={middle} r={4.5} />}
      {span !== null && !span.isDay && <path d={bar(x, span)} />}
      {letter !== null && (
        <text x={x} y={bottom - 12} text-anchor="middle">
          {letter}
        </text>
      )}
    </a>
  );
}

/** A bar over the window; an open side ends in a point. */
function bar(x: number, { top, bottom, openTop, openBottom }: NonNullable<Mark['span']>): string {
  const w = 2.5;
  const head = openTop ? `L${x},${top} L${x + w},${top + 9}` : `L${x - w},${top} L${x + w},${top}`;
  const foot = openBottom ? `L${x},${bottom} L${x - w},${bottom - 9}` : `L${x + w},${bottom} L${x - w},${bottom}`;
  return `M${x - w},${openBottom ? bottom - 9 : bottom} L${x - w},${openTop ? top + 9 : top} ${head} L${x + w},${openBottom ? bottom - 9 : bottom} ${foot} Z`;
}

/** Four points, so that it is told from a dot in any colour. */
function star(x: number, y: number): string {
  const [far, near] = [10, 3];
  return `M${x},${y - far} L${x + near},${y - near} L${x + far},${y} L${x + near},${y + near} L${x},${y + far} L${x - near},${y + near} L${x - far},${y} L${x - near},${y - near} Z`;
}

function Key({ history: { chapters, belief } }: { history: History }) {
  const has = (test: (chapter: History['chapters'][number]) => boolean) => chapters.some(test);
  const letters = has(({ statement }) => ['postponed', 'cancelled', 'suspended', 'ended'].includes(statement.status));
  return (
    <ul class="slip-key">
      {has(({ statement: { window } }) => window !== null && window.earliest !== window.latest) && (
        <li>
          <Sample>
            <path class="sample-bar" d="M8,1 h5 v14 h-5 z" />
          </Sample>
          a promised window
        </li>
      )}
      {has(({ statement: { window } }) => window !== null && window.earliest === window.latest) && (
        <li>
          <Sample>
            <circle class="sample-bar" cx="10" cy="8" r="4.5" />
          </Sample>
          a promised day
        </li>
      )}
      <li>
        <Sample>
          <rect class="ribbon" x="0" y="3" width="20" height="10" />
        </Sample>
        believed until the next statement
      </li>
      {has(({ statement: { window } }) => window === null) && (
        <li>
          <Sample>
            <line class="undated" x1="10" x2="10" y1="4" y2="14" />
          </Sample>
          a statement without a date
        </li>
      )}
      <li>
        <Sample>
          <line class="diagonal" x1="1" x2="19" y1="15" y2="1" />
        </Sample>
        the day itself: what lies below the line has come
      </li>
      <li>
        <Sample>
          <line class="late" x1="3" x2="17" y1="14" y2="2" />
        </Sample>
        overdue
      </li>
      {belief.launchedOn !== null && (
        <li>
          <Sample>
            <path class="flight" d={star(10, 8)} />
          </Sample>
          first flight
        </li>
      )}
      {letters && <li>P postponed, C cancelled, S suspended, E discontinued</li>}
    </ul>
  );
}

function Sample({ children }: { children: ComponentChildren }) {
  return (
    <svg viewBox="0 0 20 16" width="20" height="16" aria-hidden="true">
      {children}
    </svg>
  );
}
